#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace retention::app {

// Waits for SIGTERM, SIGINT and SIGHUP on a thread of its own, so that nothing happens in a signal handler. Make it
// before any other thread: the constructor blocks the signals for the calling thread and all that it starts. The first
// TERM or INT asks for a stop; a second one ends the process at once with 128 plus the signal's number. Throws
// std::system_error if the kernel gives no descriptors.
class Signals {
 public:
  Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();

  // What SIGHUP does from now on; it is called on the waiting thread. Until then, and with nothing, SIGHUP asks for a
  // stop as the other two do.
  void on_hangup(std::function<void()> action);

  [[nodiscard]] std::stop_token stop_token() const { return stop_.get_token(); }

  // The signal that asked for the stop; 0 if none did.
  [[nodiscard]] int received() const { return received_.load(); }

 private:
  struct Descriptor {
    explicit Descriptor(int descriptor);
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();
    int value;  // owned
  };

  void wait();
  bool hang_up();  // false if nothing is to be done on SIGHUP

  std::mutex mutex_;  // guards on_hangup_
  std::function<void()> on_hangup_;
  Descriptor ended_;    // an eventfd that ends the thread
  Descriptor signals_;  // a signalfd
  std::stop_source stop_;
  std::atomic<int> received_{0};
  std::jthread waiter_;
};

}  // namespace retention::app
