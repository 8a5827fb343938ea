#include "policy/delete_rules.h"

#include <algorithm>
#include <cstddef>

namespace retention {
namespace {

std::optional<std::int64_t> smaller(std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

DeleteRules::DeleteRules(const RuleSet& set, const Selection& selection, std::span<const BoundRule> rules)
    : rules_(rules), policy_of_rule_(set.rules.size(), nullptr) {
  for (const Policy* policy : selection.policies) {
    for (const RuleIndex index : policy->rules) policy_of_rule_[static_cast<std::size_t>(index)] = policy;
  }
}

void DeleteRules::add_reasons(const Subject& subject, Draft& draft) const {
  for (const BoundRule& rule : rules_) {
    const TextMatch match = rule.match(subject);
    if (match.match == Match::yes) {
      draft.add({Layer::remove, ReasonCode::matched, rule.index()});
    } else if (match.spared) {
      draft.add({Layer::fallback, ReasonCode::spared_by_tag, rule.index(), match.spared->first, match.spared->count});
    }
  }
}

Mode DeleteRules::mode_of(std::span<const Reason> reasons) const {
  Mode mode = Mode::audit;
  for (const Reason& reason : reasons) {
    if (reason.code != ReasonCode::matched) continue;
    if (!binds(reason.rule)) continue;
    const Mode wanted = policy_of_rule_[static_cast<std::size_t>(reason.rule)]->mode;
    mode = mode == Mode::audit ? wanted : std::min(mode, wanted);
  }
  return mode;
}

bool DeleteRules::binds(RuleIndex rule) const {
  return policy_of_rule_[static_cast<std::size_t>(rule)]->mode != Mode::audit;
}

SysTime DeleteRules::end_of_grace(std::span<const Reason> reasons, SysTime since, const Zone& zone) const {
  SysTime end = since;
  for (const Reason& reason : reasons) {
    if (reason.code != ReasonCode::matched || !binds(reason.rule)) continue;
    end = std::max(end, add(since, policy_of_rule_[static_cast<std::size_t>(reason.rule)]->grace, zone));
  }
  return end;
}

Limits DeleteRules::tighten(const Limits& limits, std::span<const Reason> reasons) const {
  Limits result = limits;
  for (const Reason& reason : reasons) {
    if (reason.code != ReasonCode::matched || !binds(reason.rule)) continue;
    const Policy& policy = *policy_of_rule_[static_cast<std::size_t>(reason.rule)];
    result.versions = smaller(result.versions, policy.limits.versions);
    result.percent = smaller(result.percent, policy.limits.percent);
  }
  return result;
}

}  // namespace retention
