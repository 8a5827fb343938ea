#pragma once

#include <string>

#include "policy/model/decision.h"
#include "policy/rule_set.h"

namespace retention::engine {

// A plan in which only one policy may delete: what no delete rule of it matches is only reported. Limits and their
// breach stay those of the whole plan, so that narrowing never releases what all policies together would block.
[[nodiscard]] Plan narrowed_to(Plan plan, const RuleSet& rules, const std::string& policy);

}  // namespace retention::engine
