#pragma once

#include "policy/rule_set.h"

namespace retention::fuzz {

// Lets rules decide about packages of every type, and requires of each plan what must be true of any.
void check_plans(const RuleSet& rules);

}  // namespace retention::fuzz
