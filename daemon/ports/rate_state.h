#pragma once

#include <cstdint>
#include <optional>

#include "policy/base/time.h"

namespace retention {

// What one process leaves to the next of the pace towards GitHub. All times are by this machine's clock.
struct RateState {
  std::optional<std::int64_t> quota{};        // calls an hour, as GitHub said last
  std::optional<std::int64_t> remaining{};    // 0: no call before reset_at
  std::optional<SysTime> reset_at{};          // when the hour of the budget is over
  std::optional<SysTime> penalty_until{};     // no call before it: GitHub asked to wait
  std::optional<SysTime> next_mutation_at{};  // never before the time at which this was noted

  friend bool operator==(const RateState&, const RateState&) = default;
};

}  // namespace retention
