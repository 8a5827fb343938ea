#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

#include "tests/simulator/time.h"

namespace retention::simulator {

// Where a simulated clock takes its time from.
struct ClockSpec {
  enum class Kind : std::uint8_t {
    machine,   // the machine's clock
    standing,  // stays at `start` until it is set or advanced
    running    // begins at `start` and goes on at the machine's pace
  };
  Kind kind{Kind::machine};
  Time start{};
};

// The clock every reply is computed by. Safe to use from several threads.
class Clock {
 public:
  using Source = std::function<Time()>;

  explicit Clock(ClockSpec spec);
  // Follows somebody else's clock, for example a test's. The source must be safe to call from any thread.
  explicit Clock(Source source);

  [[nodiscard]] Time now() const;
  void set(Time time);        // afterwards it goes on from there
  void advance(Duration by);  // may be negative

 private:
  Source source_;
  mutable std::mutex mutex_;  // guards offset_
  Duration offset_{0};
};

}  // namespace retention::simulator
