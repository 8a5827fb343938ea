#pragma once

#include "policy/language/section.h"
#include "policy/rule_set.h"

namespace retention::language {

// Reads `timezone`, `defaults`, `protect` and `policies` of the file's top section, whose table must have them. All
// that is wrong or doubtful goes to the section's findings; with any problem among them the result must not be used.
[[nodiscard]] RuleSet read_rule_set(const Section& file);

}  // namespace retention::language
