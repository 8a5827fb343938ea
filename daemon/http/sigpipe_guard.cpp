#include "daemon/http/sigpipe_guard.h"

#include <ctime>

namespace retention::http {
namespace {

sigset_t only_sigpipe() {
  sigset_t set{};
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  return set;
}

}  // namespace

SigpipeGuard::SigpipeGuard() {
  const sigset_t pipe = only_sigpipe();
  pthread_sigmask(SIG_BLOCK, &pipe, &before_);
}

SigpipeGuard::~SigpipeGuard() {
  if (sigismember(&before_, SIGPIPE) == 1) return;
  const sigset_t pipe = only_sigpipe();
  const timespec at_once{0, 0};
  while (sigtimedwait(&pipe, nullptr, &at_once) == SIGPIPE) {
  }
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace retention::http
