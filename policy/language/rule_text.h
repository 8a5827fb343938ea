#pragma once

#include <string>

#include "policy/base/digest.h"
#include "policy/rule_set.h"

// Texts and hashes that are made of the parsed rules, never of the file.
namespace retention::language {

// The conditions and the measure of a rule in one line for people: "tags [pr-*], older than 14d".
[[nodiscard]] std::string summary_of(const Rule& rule);

// The same of one condition of a rule of some layer.
[[nodiscard]] std::string summary_of(const Condition& condition, Layer layer);

// Hash of what a rule means: the same for the same conditions and measure in whatever order, layout or name.
[[nodiscard]] Digest meaning_of(const Rule& rule);

// Hash of what a rule set means: the order of policies, rules, owners, types and patterns and all names are left out.
[[nodiscard]] Digest meaning_of(const RuleSet& rules);

}  // namespace retention::language
