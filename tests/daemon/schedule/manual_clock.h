#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "daemon/ports/clock.h"

namespace retention::schedule::test {

// A clock that only its test moves: sleep_until() blocks until set() has reached the deadline or a stop is asked for.
// For code that sleeps in a thread of its own. Safe to use from several threads.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}

  [[nodiscard]] Instant now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }

  Slept sleep_until(Instant deadline, std::stop_token stop) const override {
    std::unique_lock lock(mutex_);
    ++sleeps_;
    changed_.notify_all();
    const bool reached = changed_.wait(lock, stop, [&] { return now_ >= deadline; });
    return reached ? Slept::fully : Slept::interrupted;
  }

  void set(Instant instant) {
    const std::lock_guard lock(mutex_);
    now_ = instant;
    changed_.notify_all();
  }

  // Returns once more sleeps than `count` have begun, and how many that are.
  int wait_for_sleep_after(int count) const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return sleeps_ > count; });
    return sleeps_;
  }

 private:
  mutable std::mutex mutex_;  // guards what follows
  mutable std::condition_variable_any changed_;
  Instant now_;
  mutable int sleeps_{0};
};

}  // namespace retention::schedule::test
