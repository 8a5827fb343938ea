#pragma once

#include <cstdint>
#include <optional>

#include "policy/model/decision.h"
#include "policy/model/package.h"

namespace retention {

// The limit of one package that `due` deletions breach, if any. `percent` is breached when more than 10 are due and
// they are more than that share of `population`, rounded up; nothing is ever cut from a plan to fit.
[[nodiscard]] LimitBreach breach_of(const Limits& limits, std::int64_t due, std::int64_t population);

// Whether, of 20 or more images or versions of a language package, over half of those with a created time have the same
// one to the second: nothing can be told by such ages.
[[nodiscard]] bool created_alike(const Inventory& inventory);

// Whether everything due in one cycle is over its limit.
[[nodiscard]] bool breaches_cycle(std::optional<std::int64_t> limit, std::int64_t due);

}  // namespace retention
