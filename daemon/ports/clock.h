#pragma once

#include <chrono>
#include <stop_token>

#include "policy/base/time.h"

namespace retention {

// An instant fine enough for pacing.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

enum class Slept : bool { fully, interrupted };

// The only source of time. Implementations are safe to call from several threads.
class Clock {
 public:
  virtual ~Clock() = default;

  [[nodiscard]] virtual Instant now() const = 0;

  // Returns at `deadline`, or earlier with Slept::interrupted once a stop is asked for.
  virtual Slept sleep_until(Instant deadline, std::stop_token stop) const = 0;
};

[[nodiscard]] inline SysTime seconds_of(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant);
}

}  // namespace retention
