#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"
#include "policy/rules/bound_rule.h"
#include "policy/selection.h"

namespace retention {

// What the delete rules say of one version.
struct DeleteReasons {
  std::vector<Reason> matched;
  std::vector<Reason> spared;  // by tags
};

// The fourth layer: the delete rules of all policies that select the package. A rule that cannot tell, for want of
// data, does not match. Points into its arguments.
class DeleteRules {
 public:
  DeleteRules(const RuleSet& rules, const Selection& selection, PackageType type, SysTime now);

  [[nodiscard]] DeleteReasons reasons(const PackageVersion& version) const;

  // What may be done with a candidate for these reasons: the most careful mode of the policies whose delete rules
  // matched; those that only audit have no say unless they are alone.
  [[nodiscard]] Mode mode_of(std::span<const Reason> reasons) const;

  // The limits of the policies that speak in `reasons`, the smaller of each and of `limits`.
  [[nodiscard]] Limits tighten(const Limits& limits, std::span<const Reason> reasons) const;

 private:
  std::vector<BoundRule> rules_;
  std::vector<const Policy*> policy_of_rule_;  // by RuleIndex
};

}  // namespace retention
