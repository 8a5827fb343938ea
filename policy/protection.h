#pragma once

#include <vector>

#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"
#include "policy/rules/bound_rule.h"

namespace retention {

// The second layer: protect rules, pins, and what came back after we deleted it. A protect rule that cannot tell, for
// want of data, protects. Points to its arguments.
class Protection {
 public:
  Protection(const RuleSet& rules, PackageType type, const Memory& memory, SysTime now)
      : rules_(bind_rules(rules, rules.protect, type, now)), memory_(memory), now_(now) {}

  [[nodiscard]] std::vector<Reason> reasons(const PackageVersion& version) const;

 private:
  std::vector<BoundRule> rules_;
  const Memory& memory_;
  SysTime now_;
};

}  // namespace retention
