#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "policy/model/decision.h"

namespace retention::store {

// What has to be gone before the version at a position is sent.
[[nodiscard]] std::span<const Precedence> gone_before(const Plan& plan, std::size_t position);

// Positions in an order in which they may be sent: behind all that has to be gone before them, and otherwise as they
// are given. What waits for something that is not among them, or for itself, is left out. Linear in the plan's order.
[[nodiscard]] std::vector<std::size_t> sending_order(const Plan& plan, std::span<const std::size_t> positions);

}  // namespace retention::store
