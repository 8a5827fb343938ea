#pragma once

#include <csignal>

namespace retention::http {

// Keeps SIGPIPE from ending the process while this thread writes to sockets through a library that does not.
class SigpipeGuard {
 public:
  SigpipeGuard();
  ~SigpipeGuard();
  SigpipeGuard(const SigpipeGuard&) = delete;
  SigpipeGuard& operator=(const SigpipeGuard&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace retention::http
