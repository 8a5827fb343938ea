#pragma once

#include <optional>
#include <vector>

#include "policy/model/package.h"
#include "policy/rule_set.h"
#include "tests/policy/reference/dice.h"

namespace retention::reference {

// The paths that `in_use_file` conditions name.
inline constexpr const char* kInUsePaths[]{"in-use.txt", "other.txt"};

// The conditions and the measure of one rule that the loader would accept, mostly such as versions of the type can
// have.
struct RuleBody {
  std::vector<Condition> conditions;
  std::optional<Measure> measure;
};
[[nodiscard]] RuleBody random_body(Dice& dice, PackageType type, Layer layer);

// A rule of a policy, or of `protect` if that has no name.
[[nodiscard]] Rule random_rule(Dice& dice, PackageType type, Layer layer, const std::string& policy,
                               const std::string& name);

// None to three policies, most of which select packages of the type, and some protect rules.
[[nodiscard]] RuleSet random_rules(Dice& dice, PackageType type);

}  // namespace retention::reference
