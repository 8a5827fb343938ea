#pragma once

#include <vector>

#include "policy/base/pattern_index.h"
#include "policy/rules/binding.h"
#include "policy/rules/bound_rule.h"
#include "policy/selection.h"

namespace retention {

// Every pattern that rules of the selected policies and protect rules compare the texts of versions of the type with.
[[nodiscard]] PatternIndex index_of(const RuleSet& rules, const Selection& selection);

// The rules of one layer that concern the package, bound: in the order of policy and name, which is the same however
// the file is ordered.
[[nodiscard]] std::vector<BoundRule> bind_rules(const Binding& binding, const Selection& selection, Layer layer);

// Of every layer, those that can match a version of the package's type.
struct BoundLayers {
  std::vector<BoundRule> protect;
  std::vector<BoundRule> keep;
  std::vector<BoundRule> remove;

  BoundLayers(const Binding& binding, const Selection& selection);
};

}  // namespace retention
