#pragma once

#include <string>

#include "policy/model/decision.h"
#include "policy/rule_set.h"

namespace retention::engine {

// A plan in which only one policy may delete: what no delete rule of it matches is only reported, and so is what
// may not go before that is gone. What follows goes on where all that has to be gone first does, but not where that is
// gone already: no policy says so. Limits and their breach stay those of the whole plan, so that narrowing never
// releases what all policies together would block.
[[nodiscard]] Plan narrowed_to(Plan plan, const RuleSet& rules, const std::string& policy);

}  // namespace retention::engine
