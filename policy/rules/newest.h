#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "policy/base/time.h"
#include "policy/model/package.h"
#include "policy/rules/bound_rule.h"

namespace retention {

// The place of a version among those that one `newest` measure counts.
struct Slot {
  std::int64_t rank{0};  // from 1; 0: it uses no slot
  std::int64_t of{0};    // how many are ranked beside it
};

// The slot of each version of an inventory, at its position there. All versions that the rule's conditions match are
// ranked, whatever other rules say of them; tagged and untagged ones apart. Versions of unclear kind, with missing tags
// or created times, and created after `now` use none. `newest_first` holds all positions in that order.
[[nodiscard]] std::vector<Slot> rank_newest(const BoundRule& rule, const Inventory& inventory,
                                            std::span<const std::size_t> newest_first, SysTime now);

}  // namespace retention
