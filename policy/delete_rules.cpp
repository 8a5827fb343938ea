#include "policy/delete_rules.h"

#include <algorithm>

namespace retention {
namespace {

std::optional<std::int64_t> smaller(std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

DeleteRules::DeleteRules(const RuleSet& rules, const Selection& selection, PackageType type, SysTime now)
    : rules_(bind_rules(rules, rules_of(selection, rules, Layer::remove), type, now)),
      policy_of_rule_(rules.rules.size(), nullptr) {
  for (const Policy* policy : selection.policies) {
    for (const RuleIndex index : policy->rules) policy_of_rule_[static_cast<std::size_t>(index)] = policy;
  }
}

DeleteReasons DeleteRules::reasons(const PackageVersion& version) const {
  DeleteReasons result;
  for (const BoundRule& rule : rules_) {
    const RuleMatch match = rule.match(version);
    if (match.match == Match::yes) {
      result.matched.push_back({Layer::remove, ReasonCode::matched, rule.index()});
    } else if (match.spared) {
      result.spared.push_back(
          {Layer::fallback, ReasonCode::spared_by_tag, rule.index(), match.spared->first, match.spared->count});
    }
  }
  return result;
}

Mode DeleteRules::mode_of(std::span<const Reason> reasons) const {
  Mode mode = Mode::audit;
  for (const Reason& reason : reasons) {
    if (reason.code != ReasonCode::matched) continue;
    const Mode wanted = policy_of_rule_[static_cast<std::size_t>(reason.rule)]->mode;
    if (wanted == Mode::audit) continue;
    mode = mode == Mode::audit ? wanted : std::min(mode, wanted);
  }
  return mode;
}

Limits DeleteRules::tighten(const Limits& limits, std::span<const Reason> reasons) const {
  Limits result = limits;
  for (const Reason& reason : reasons) {
    if (reason.code != ReasonCode::matched) continue;
    const Policy& policy = *policy_of_rule_[static_cast<std::size_t>(reason.rule)];
    if (policy.mode == Mode::audit) continue;
    result.versions = smaller(result.versions, policy.limits.versions);
    result.percent = smaller(result.percent, policy.limits.percent);
  }
  return result;
}

}  // namespace retention
