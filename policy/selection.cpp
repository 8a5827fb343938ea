#include "policy/selection.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace retention {

Selection select_policies(const RuleSet& rules, const Package& package, SysTime now) {
  Selection selection;
  for (const Policy& policy : rules.policies) {
    if (!selects(policy, package)) continue;
    const SysTime cut_off = subtract(now, policy.min_age, rules.zone);
    selection.min_age_cut_off = std::min(cut_off, selection.min_age_cut_off.value_or(cut_off));
    selection.min_keep = std::max(selection.min_keep, policy.min_keep);
    selection.mode = std::max(selection.mode, policy.mode);
    selection.policies.push_back(&policy);
  }
  std::sort(selection.policies.begin(), selection.policies.end(),
            [](const Policy* a, const Policy* b) { return a->name < b->name; });
  return selection;
}

std::vector<RuleIndex> rules_of(const Selection& selection, const RuleSet& rules, Layer layer) {
  std::vector<RuleIndex> indices;
  for (const Policy* policy : selection.policies) {
    std::copy_if(policy->rules.begin(), policy->rules.end(), std::back_inserter(indices),
                 [&](RuleIndex index) { return rules.rules[static_cast<std::size_t>(index)].info.layer == layer; });
  }
  return indices;
}

}  // namespace retention
