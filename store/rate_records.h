#pragma once

#include <cstdint>
#include <optional>

#include "policy/base/time.h"

namespace retention::store {

// What is remembered of the pace towards one viewer. Whoever reads it judges whether its times can be right.
struct Rate {
  std::optional<std::int64_t> quota{};
  std::optional<std::int64_t> remaining{};
  std::optional<SysTime> reset_at{};
  std::optional<SysTime> penalty_until{};
  std::optional<SysTime> next_mutation_at{};

  friend bool operator==(const Rate&, const Rate&) = default;
};

}  // namespace retention::store
