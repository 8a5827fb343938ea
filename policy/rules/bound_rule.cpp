#include "policy/rules/bound_rule.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <variant>

#include "policy/rules/age.h"
#include "policy/rules/everything.h"
#include "policy/rules/tagged.h"
#include "policy/rules/version.h"

namespace retention {
namespace {

const Rule& rule_at(const RuleSet& rules, RuleIndex index) {
  return rules.rules[static_cast<std::size_t>(index)];
}

struct CanHave {
  PackageType type;

  bool operator()(const TagsCondition& /*condition*/) const { return has_tags(type); }
  bool operator()(const TaggedCondition& /*condition*/) const { return has_tags(type); }
  bool operator()(const VersionCondition& /*condition*/) const { return !has_tags(type); }
  bool operator()(const OlderThanCondition& /*condition*/) const { return true; }
  bool operator()(const YoungerThanCondition& /*condition*/) const { return true; }
  bool operator()(const EverythingCondition& /*condition*/) const { return true; }
};

struct CutOff {
  SysTime now;
  const Zone& zone;

  SysTime operator()(const OlderThanCondition& condition) const { return subtract(now, condition.age, zone); }
  SysTime operator()(const YoungerThanCondition& condition) const { return subtract(now, condition.age, zone); }
  template <typename Other>
  SysTime operator()(const Other& /*condition*/) const {
    return now;
  }
};

struct Matcher {
  const PackageVersion& version;
  Layer layer;
  SysTime cut_off;

  TagsMatch operator()(const TagsCondition& condition) const { return match_tags(condition, version, layer); }
  TagsMatch operator()(const TaggedCondition& condition) const { return {match_tagged(condition, version), {}}; }
  TagsMatch operator()(const VersionCondition& condition) const { return {match_version(condition, version), {}}; }
  TagsMatch operator()(const OlderThanCondition& /*condition*/) const {
    return {match_older_than(cut_off, version.created_at), {}};
  }
  TagsMatch operator()(const YoungerThanCondition& /*condition*/) const {
    return {match_younger_than(cut_off, version.created_at), {}};
  }
  TagsMatch operator()(const EverythingCondition& condition) const { return {match_everything(condition), {}}; }
};

}  // namespace

BoundRule::BoundRule(const RuleSet& rules, RuleIndex index, PackageType type, SysTime now)
    : rule_(&rule_at(rules, index)), index_(index) {
  for (const Condition& condition : rule_->conditions) {
    applicable_ = applicable_ && std::visit(CanHave{type}, condition);
    conditions_.push_back({&condition, std::visit(CutOff{now, rules.zone}, condition)});
  }
}

RuleMatch BoundRule::match(const PackageVersion& version) const {
  RuleMatch result{as_match(applicable_), std::nullopt};
  Match but_for_tags = result.match;
  for (const BoundCondition& bound : conditions_) {
    const TagsMatch one = std::visit(Matcher{version, rule_->info.layer, bound.cut_off}, *bound.condition);
    result.match = both(result.match, one.match);
    but_for_tags = both(but_for_tags, one.spared ? Match::yes : one.match);
    if (one.spared) result.spared = one.spared;
    if (but_for_tags == Match::no) break;
  }
  if (but_for_tags != Match::yes) result.spared.reset();
  return result;
}

std::vector<BoundRule> bind_rules(const RuleSet& rules, std::vector<RuleIndex> indices, PackageType type, SysTime now) {
  std::sort(indices.begin(), indices.end(), [&](RuleIndex a, RuleIndex b) {
    const RuleInfo& left = rule_at(rules, a).info;
    const RuleInfo& right = rule_at(rules, b).info;
    return std::tie(left.policy, left.name, a) < std::tie(right.policy, right.name, b);
  });
  std::vector<BoundRule> bound;
  bound.reserve(indices.size());
  for (const RuleIndex index : indices) bound.emplace_back(rules, index, type, now);
  return bound;
}

}  // namespace retention
