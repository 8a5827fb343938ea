#pragma once

#include <optional>

#include "policy/base/time.h"

namespace retention {

// A time or none in the room of a time: half of what std::optional takes, for what there is of each version. The
// earliest of all times stands for none. A value, as safe between threads as one.
class MaybeTime {
 public:
  constexpr MaybeTime() = default;
  constexpr MaybeTime(SysTime time) : time_(time) {}   // NOLINT(google-explicit-constructor): as std::optional
  constexpr operator std::optional<SysTime>() const {  // NOLINT(google-explicit-constructor): what it stands for
    return has_value() ? std::optional(time_) : std::nullopt;
  }

  [[nodiscard]] constexpr bool has_value() const { return time_ != SysTime::min(); }
  constexpr explicit operator bool() const { return has_value(); }
  constexpr const SysTime& operator*() const { return time_; }
  [[nodiscard]] constexpr SysTime value_or(SysTime other) const { return has_value() ? time_ : other; }
  constexpr void reset() { time_ = SysTime::min(); }

  friend constexpr bool operator==(MaybeTime, MaybeTime) = default;

 private:
  SysTime time_{SysTime::min()};
};

}  // namespace retention
