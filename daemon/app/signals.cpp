#include "daemon/app/signals.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <system_error>
#include <utility>

namespace retention::app {
namespace {

constexpr int kExitOnSignal = 128;

int checked(int descriptor, const char* what) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), what);
  return descriptor;
}

sigset_t blocked() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return set;
}

}  // namespace

Signals::Descriptor::Descriptor(int descriptor) : value(descriptor) {}
Signals::Descriptor::~Descriptor() {
  close(value);
}

Signals::Signals()
    : ended_(checked(eventfd(0, EFD_CLOEXEC), "eventfd")), signals_([] {
        const sigset_t set = blocked();
        return checked(signalfd(-1, &set, SFD_CLOEXEC), "signalfd");
      }()) {
  waiter_ = std::jthread([this] { wait(); });
}

Signals::~Signals() {
  const std::uint64_t one = 1;
  // An eventfd takes eight bytes at once or fails for good, and then the thread could not be ended in any other way.
  if (write(ended_.value, &one, sizeof one) != sizeof one) std::terminate();
}

void Signals::on_hangup(std::function<void()> action) {
  const std::lock_guard lock(mutex_);
  on_hangup_ = std::move(action);
}

bool Signals::hang_up() {
  const std::lock_guard lock(mutex_);
  if (!on_hangup_) return false;
  on_hangup_();
  return true;
}

void Signals::wait() {
  std::array<pollfd, 2> watched{{{signals_.value, POLLIN, 0}, {ended_.value, POLLIN, 0}}};
  while (true) {
    if (poll(watched.data(), watched.size(), -1) < 0) continue;
    if ((watched[1].revents & POLLIN) != 0) return;
    signalfd_siginfo info{};
    if (read(signals_.value, &info, sizeof info) != sizeof info) continue;
    const int signal = static_cast<int>(info.ssi_signo);
    if (signal == SIGHUP && (hang_up() || received_.load() != 0)) continue;
    if (received_.exchange(signal) != 0) _exit(kExitOnSignal + signal);
    stop_.request_stop();
  }
}

}  // namespace retention::app
