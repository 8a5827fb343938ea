#pragma once

#include <optional>
#include <span>
#include <vector>

#include "policy/container/version_kind.h"
#include "policy/draft.h"
#include "policy/model/decision.h"
#include "policy/rule_set.h"
#include "policy/rules/bound_rule.h"
#include "policy/rules/subject.h"
#include "policy/selection.h"

namespace retention {

// The fourth layer: the delete rules of all policies that select the package. A rule that cannot tell, for want of
// data, does not match. Points into its arguments.
class DeleteRules {
 public:
  DeleteRules(const RuleSet& set, const Selection& selection, std::span<const BoundRule> rules);

  // The rules that decide on such versions; says whether one matches.
  bool add_reasons(const Subject& subject, VersionKind kind, Draft& draft) const;

  // What may be done with a candidate for these reasons: the most careful mode of the policies whose delete rules
  // matched; those that only audit have no say unless they are alone.
  [[nodiscard]] Mode mode_of(std::span<const Reason> reasons) const;

  // Whether a rule is one of a policy that does more than audit.
  [[nodiscard]] bool binds(RuleIndex rule) const;

  // When the grace of a candidate that is one since `since` is over: the longest of the policies whose rules matched,
  // but those that only audit.
  [[nodiscard]] SysTime end_of_grace(std::span<const Reason> reasons, SysTime since, const Zone& zone) const;

  // The limits of the policies that speak in `reasons`, the smaller of each and of `limits`.
  [[nodiscard]] Limits tighten(const Limits& limits, std::span<const Reason> reasons) const;

  // The same of all policies that select the package but those that only audit.
  [[nodiscard]] Limits tighten(const Limits& limits) const;

 private:
  std::span<const BoundRule> rules_;
  std::vector<const Policy*> policies_;
  std::vector<const Policy*> policy_of_rule_;  // by RuleIndex
};

}  // namespace retention
