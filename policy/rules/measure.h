#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/ordering/version_key.h"

namespace retention {

// What `newest` and `calendar` of a keep rule count by: the total order newest_first(), or precedence by the rules of
// the ecosystem and newest_first() among equals.
enum class Order : std::uint8_t { created, version };

// `calendar`: in how many buckets of each kind a version is kept; at least one is not zero.
struct Calendar {
  std::int64_t daily{0};
  std::int64_t weekly{0};
  std::int64_t monthly{0};
  std::int64_t yearly{0};
};

// The measure of a keep rule: of the versions that match its conditions it keeps these and no others. Has `newest`,
// `calendar` or both; then either keeps. The other members group and order.
struct Measure {
  std::optional<std::int64_t> newest;  // the first so many of each group; at least 1
  std::optional<Calendar> calendar;
  std::vector<std::string> group_by;  // named captures, which every `re:` pattern of the rule has
  std::optional<Line> per;            // grouping by version line; `order` is version then
  Order order{Order::created};
};

}  // namespace retention
