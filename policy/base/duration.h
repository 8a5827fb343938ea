#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/base/zone.h"

namespace retention {

// A length of time as the configuration writes it: calendar months (from `mo` and `y`) and exact time (from `m h d w`,
// a day being 24 hours).
struct Duration {
  std::chrono::months calendar{0};
  std::chrono::seconds exact{0};

  friend bool operator==(const Duration&, const Duration&) = default;
};

// Reads "90m", "12h", "30d", "2w", "6mo", "1y" and combinations such as "1y6mo"; each unit once, largest first. "0d" is
// zero. A number without a unit, a sign, a fraction, blanks and values over 1000 years are errors that say what to
// write.
[[nodiscard]] Result<Duration> parse_duration(std::string_view text);

// A text that parses to the same value, with the exact part in the largest of `d h m` that divides it: "1y6mo", "14d",
// "36h", "90m", "0d".
[[nodiscard]] std::string format_duration(const Duration& duration);

// The instant `duration` before `time`: months first, in civil time of `zone` with the day clamped to the month's last;
// then the rest as exact time.
[[nodiscard]] SysTime subtract(SysTime time, const Duration& duration, const Zone& zone);

// The instant `duration` after `time`, in the same manner.
[[nodiscard]] SysTime add(SysTime time, const Duration& duration, const Zone& zone);

// When `time` begins to lie more than `duration` ago: at that second it does, and at the one before it does not.
[[nodiscard]] SysTime first_beyond(SysTime time, const Duration& duration, const Zone& zone);

}  // namespace retention
