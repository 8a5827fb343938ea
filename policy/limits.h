#pragma once

#include <cstdint>
#include <optional>

#include "policy/model/decision.h"

namespace retention {

// The limit of one package that `due` deletions breach, if any. `percent` is breached when more than 10 are due and
// they are more than that share of `population`, rounded up; nothing is ever cut from a plan to fit.
[[nodiscard]] LimitBreach breach_of(const Limits& limits, std::int64_t due, std::int64_t population);

// Whether everything due in one cycle is over its limit.
[[nodiscard]] bool breaches_cycle(std::optional<std::int64_t> limit, std::int64_t due);

}  // namespace retention
