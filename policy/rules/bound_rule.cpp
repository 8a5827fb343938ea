#include "policy/rules/bound_rule.h"

#include <variant>

namespace retention {

BoundRule::BoundRule(const Binding& binding, RuleIndex index, const PatternList& ignored)
    : rule_(&binding.rules.rules[static_cast<std::size_t>(index)]), index_(index), ignored_(ignored, binding.index) {
  conditions_.reserve(rule_->conditions.size());
  for (const Condition& condition : rule_->conditions) {
    const BoundCondition& bound = conditions_.emplace_back(condition, binding);
    applicable_ = applicable_ && bound.applicable();
    doubtful_ = doubtful_ || !bound.usable();
    on_attachments_ = on_attachments_ || std::holds_alternative<OrphanCondition>(condition);
  }
  doubtful_ = doubtful_ && applicable_;
}

bool BoundRule::decides_on(VersionKind kind) const {
  if (rule_->info.layer == Layer::protect) return true;
  if (on_attachments_) return kind == VersionKind::attachment;
  return kind == VersionKind::image || kind == VersionKind::unclear;
}

TextMatch BoundRule::match(const Subject& subject) const {
  if (!applicable_) return {};
  if (doubtful_) return {Match::unknown, std::nullopt};
  const TextScope scope{rule_->info.layer, ignored_};
  TextMatch result{Match::yes, std::nullopt};
  Match but_for_tags = Match::yes;
  for (const BoundCondition& condition : conditions_) {
    const TextMatch one = condition.match(subject, scope);
    result.match = both(result.match, one.match);
    but_for_tags = both(but_for_tags, one.spared ? Match::yes : one.match);
    if (one.spared) result.spared = one.spared;
    if (but_for_tags == Match::no) break;
  }
  if (but_for_tags != Match::yes) result.spared.reset();
  return result;
}

std::vector<Match> BoundRule::match_each(const Subject& subject) const {
  const TextScope scope{rule_->info.layer, ignored_};
  std::vector<Match> matches;
  matches.reserve(conditions_.size());
  for (const BoundCondition& condition : conditions_) {
    const bool possible = condition.applicable();
    matches.push_back(possible ? condition.match(subject, scope).match : Match::no);
  }
  return matches;
}

}  // namespace retention
