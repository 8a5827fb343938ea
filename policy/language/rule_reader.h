#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/language/section.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"

namespace retention::language {

// A rule and where it was written.
struct ReadRule {
  Section section;
  Rule rule;
};

// The rules in the list below `key`, with all that is wrong with them reported. `policy` is empty for protect rules.
[[nodiscard]] std::vector<ReadRule> read_rules(const Section& parent, std::string_view key, Layer layer,
                                               const std::string& policy);

// The conditions of a rule that no version of the given types can have, as keys of the rule; they never match.
[[nodiscard]] std::vector<std::string_view> foreign_conditions(const Section& rule,
                                                               const std::vector<PackageType>& types);

}  // namespace retention::language
