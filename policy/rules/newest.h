#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "policy/rules/members.h"

namespace retention {

// The place of a version among those that a measure counts beside it.
struct Slot {
  std::uint32_t rank{0};  // from 1; 0: it uses no slot
  std::uint32_t of{0};    // how many are ranked beside it
};

// The slot of each version of the inventory, by position there. Tagged and untagged versions are ranked apart in each
// group; a version in several groups has the best of its slots. `order` holds indexes of members, the first to be kept
// first.
[[nodiscard]] std::vector<Slot> rank_members(const Members& members, std::span<const std::uint32_t> order,
                                             std::size_t versions);

}  // namespace retention
