#pragma once

#include <optional>
#include <string>

#include "policy/model/decision.h"
#include "policy/rule_set.h"
#include "tests/policy/reference/case.h"
#include "tests/policy/reference/outcome.h"

namespace retention::reference {

// The part of a plan that the specification fixes.
[[nodiscard]] Outcome outcome_of(const Plan& plan, const RuleSet& rules);

// What evaluate() and decide() say differently of a case, a line for each difference; nothing if they agree.
[[nodiscard]] std::optional<std::string> disagreement(const Case& question);

// A case in which they differ, made as small as it can be while they still do, with what they say: for people, and to
// be pasted into a test.
[[nodiscard]] std::string counterexample(const Case& question);

}  // namespace retention::reference
