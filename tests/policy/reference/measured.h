#pragma once

#include <cstddef>
#include <set>

#include "policy/rule_set.h"
#include "tests/policy/reference/case.h"

namespace retention::reference {

// The positions in the inventory that a keep rule with a measure keeps. The rule must apply and not rest on doubt.
[[nodiscard]] std::set<std::size_t> kept_by_measure(const Rule& rule, const Case& question);

}  // namespace retention::reference
