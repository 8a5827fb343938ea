#pragma once

#include <chrono>
#include <mutex>
#include <stop_token>
#include <vector>

#include "daemon/ports/clock.h"

namespace retention::test {

// A clock that moves only when it is told to, or when somebody sleeps on it: sleep_until() advances it to the deadline
// and returns at once. A stop that was asked for ends a sleep without moving the clock. Safe to use from several
// threads; time never goes back unless set() says so.
class FakeClock final : public Clock {
 public:
  // 2026-03-02T02:30:00Z, unless another start is given.
  explicit FakeClock(Instant start = Instant{std::chrono::seconds{1772418600}}) : now_(start) {}

  [[nodiscard]] Instant now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }

  Slept sleep_until(Instant deadline, std::stop_token stop) const override {
    const std::lock_guard lock(mutex_);
    if (stop.stop_requested()) return Slept::interrupted;
    slept_.push_back(deadline > now_ ? deadline - now_ : std::chrono::milliseconds{0});
    if (deadline > now_) now_ = deadline;
    return Slept::fully;
  }

  void set(Instant instant) {
    const std::lock_guard lock(mutex_);
    now_ = instant;
  }

  void advance(std::chrono::milliseconds by) {
    const std::lock_guard lock(mutex_);
    now_ += by;
  }

  // The length of every sleep so far that was not interrupted, in order.
  [[nodiscard]] std::vector<std::chrono::milliseconds> sleeps() const {
    const std::lock_guard lock(mutex_);
    return slept_;
  }

  [[nodiscard]] std::chrono::milliseconds total_slept() const {
    std::chrono::milliseconds total{0};
    for (const auto length : sleeps()) total += length;
    return total;
  }

 private:
  mutable std::mutex mutex_;  // guards both members
  mutable Instant now_;
  mutable std::vector<std::chrono::milliseconds> slept_;
};

}  // namespace retention::test
