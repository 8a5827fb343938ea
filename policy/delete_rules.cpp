#include "policy/delete_rules.h"

#include <algorithm>
#include <cstddef>

namespace retention {
namespace {

std::optional<std::int64_t> smaller(std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

// `cycle` is of no package.
Limits smaller(const Limits& a, const Limits& b) {
  return {smaller(a.versions, b.versions), smaller(a.percent, b.percent), a.cycle};
}

}  // namespace

DeleteRules::DeleteRules(const RuleSet& set, const Selection& selection, std::span<const BoundRule> rules)
    : rules_(rules), policies_(selection.policies), policy_of_rule_(set.rules.size(), nullptr) {
  for (const Policy* policy : selection.policies) {
    for (const RuleIndex index : policy->rules) policy_of_rule_[static_cast<std::size_t>(index)] = policy;
  }
}

bool DeleteRules::add_reasons(const Subject& subject, VersionKind kind, Draft& draft) const {
  bool matched = false;
  for (const BoundRule& rule : rules_) {
    if (!rule.decides_on(kind)) continue;
    const TextMatch match = rule.match(subject);
    if (match.match == Match::yes) {
      matched = true;
      draft.add({Layer::remove, ReasonCode::matched, rule.index()});
    } else if (match.spared) {
      draft.add({Layer::fallback, ReasonCode::spared_by_tag, rule.index(), match.spared->first, match.spared->count});
    }
  }
  return matched;
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
    result = smaller(result, policy_of_rule_[static_cast<std::size_t>(reason.rule)]->limits);
  }
  return result;
}

Limits DeleteRules::tighten(const Limits& limits) const {
  Limits result = limits;
  for (const Policy* policy : policies_) {
    if (policy->mode != Mode::audit) result = smaller(result, policy->limits);
  }
  return result;
}

}  // namespace retention
