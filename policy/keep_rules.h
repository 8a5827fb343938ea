#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"
#include "policy/rules/bound_rule.h"
#include "policy/rules/newest.h"
#include "policy/selection.h"

namespace retention {

// What the keep rules say of one version.
struct KeepReasons {
  std::vector<Reason> kept;
  std::vector<Reason> left_out;  // by the measure of a rule whose conditions match
};

// The third layer: the keep rules of all policies that select the package. A rule that cannot tell, for want of data,
// keeps without using a slot of its measure. Points to its arguments.
class KeepRules {
 public:
  KeepRules(const RuleSet& rules, const Selection& selection, const Inventory& inventory,
            std::span<const std::size_t> newest_first, SysTime now);

  // Of the version at a position of the inventory.
  [[nodiscard]] KeepReasons reasons(std::size_t position) const;

 private:
  const Inventory& inventory_;
  std::vector<BoundRule> rules_;
  std::vector<std::vector<Slot>> slots_;  // beside rules_; empty for a rule without a measure
};

}  // namespace retention
