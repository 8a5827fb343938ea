#pragma once

#include <optional>
#include <span>
#include <vector>

#include "policy/drafts.h"
#include "policy/model/decision.h"
#include "policy/rule_set.h"
#include "policy/rules/binding.h"
#include "policy/selection.h"

namespace retention {

// The fourth layer: the delete rules of all policies that select the package. A rule that cannot tell, for want of
// data, does not match. Points into its arguments.
class DeleteRules {
 public:
  DeleteRules(const Binding& binding, const Selection& selection);

  void add_reasons(Drafts& drafts) const;

  // What may be done with a candidate for these reasons: the most careful mode of the policies whose delete rules
  // matched; those that only audit have no say unless they are alone.
  [[nodiscard]] Mode mode_of(std::span<const Reason> reasons) const;

  // The limits of the policies that speak in `reasons`, the smaller of each and of `limits`.
  [[nodiscard]] Limits tighten(const Limits& limits, std::span<const Reason> reasons) const;

 private:
  const Binding& binding_;
  const Selection& selection_;
  std::vector<const Policy*> policy_of_rule_;  // by RuleIndex
};

}  // namespace retention
