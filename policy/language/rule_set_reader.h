#pragma once

#include <vector>

#include "policy/language/section.h"
#include "policy/rule_set.h"

namespace retention::language {

// Reads `timezone`, `defaults`, `protect` and `policies` of the file's top section, and `protect` and `policies` of the
// files that it includes; their tables must have these keys. All that is wrong or doubtful goes to the findings of the
// sections; with any problem among them the result must not be used.
[[nodiscard]] RuleSet read_rule_set(const Section& file, const std::vector<Section>& included);

}  // namespace retention::language
