#pragma once

#include <vector>

#include "policy/language/policy_reader.h"
#include "policy/language/rule_reader.h"

// Warnings about what is allowed but surely not meant.
namespace retention::language {

// A policy that only keeps, one that can never delete, a delete rule that can never match.
void lint_policy(const ReadPolicy& policy);

// A protect rule that protects everything, or that no package of the policies can match.
void lint_protect(const std::vector<ReadRule>& protect, const std::vector<ReadPolicy>& policies);

// Rules in whose place another one speaks: delete rules of which everything is kept, and rules that say nothing that
// another one of their layer or a protect rule does not say.
void lint_shadows(const std::vector<ReadRule>& protect, const std::vector<ReadPolicy>& policies);

}  // namespace retention::language
