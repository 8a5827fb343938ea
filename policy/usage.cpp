#include "policy/usage.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <tuple>
#include <utility>
#include <variant>

namespace retention {
namespace {

bool matches(ReasonCode code) {
  switch (code) {
    case ReasonCode::protected_by_rule:
    case ReasonCode::protected_by_doubt:
    case ReasonCode::kept_by_rule:
    case ReasonCode::kept_by_newest:
    case ReasonCode::kept_by_calendar:
    case ReasonCode::kept_unordered:
    case ReasonCode::kept_by_doubt:
    case ReasonCode::kept_in_group:
    case ReasonCode::kept_as_oldest:
    case ReasonCode::matched:
    case ReasonCode::beyond_newest:
    case ReasonCode::beyond_calendar:
    case ReasonCode::beyond_in_group:
      return true;
    case ReasonCode::incomplete_inventory:
    case ReasonCode::created_unknown:
    case ReasonCode::created_in_future:
    case ReasonCode::younger_than_min_age:
    case ReasonCode::tags_unknown:
    case ReasonCode::manifest_unknown:
    case ReasonCode::refused_by_platform:
    case ReasonCode::pinned:
    case ReasonCode::returned:
    case ReasonCode::with_package:
    case ReasonCode::nothing_spoke:
    case ReasonCode::spared_by_tag:
    case ReasonCode::min_keep:
    case ReasonCode::last_tagged:
    case ReasonCode::orphan:
    case ReasonCode::kept_member:
    case ReasonCode::kept_child:
    case ReasonCode::kept_attachment:
    case ReasonCode::holds_protected:
    case ReasonCode::follows_index:
    case ReasonCode::follows_subject:
      return false;
  }
  return false;
}

bool keeps(ReasonCode code) {
  return matches(code) && code != ReasonCode::matched && code != ReasonCode::beyond_newest &&
         code != ReasonCode::beyond_calendar && code != ReasonCode::beyond_in_group;
}

// Counts for every rule of a rule set, by RuleIndex.
class Counts {
 public:
  explicit Counts(std::size_t rules) : uses_(rules) {}

  void add(const Decision& decision) {
    const bool wanted = std::any_of(decision.reasons.begin(), decision.reasons.end(),
                                    [](const Reason& reason) { return reason.code == ReasonCode::matched; });
    RuleIndex last = kNoRule;  // a calendar may speak several times in a row
    for (const Reason& reason : decision.reasons) {
      if (reason.rule == kNoRule || !matches(reason.code)) continue;
      RuleUse& use = uses_[static_cast<std::size_t>(reason.rule)];
      if (reason.rule != last) ++use.matched;
      const bool mattered =
          reason.code == ReasonCode::matched ? decision.verdict == Verdict::remove : wanted && keeps(reason.code);
      if (mattered) ++use.mattered;
      last = reason.rule;
    }
  }

  [[nodiscard]] RuleUse of(RuleIndex rule) const {
    RuleUse use = uses_[static_cast<std::size_t>(rule)];
    use.rule = rule;
    return use;
  }

 private:
  std::vector<RuleUse> uses_;
};

void append_unmatched(std::vector<std::string>& texts, const PatternList& list, const Binding& binding) {
  for (const Pattern& pattern : list.patterns()) {
    if (!binding.texts.matched().contains(binding.index.slot_of(pattern))) texts.push_back(pattern.text());
  }
}

std::vector<std::string> unmatched_of(const Rule& rule, const Binding& binding) {
  std::vector<std::string> texts;
  for (const Condition& condition : rule.conditions) {
    if (const auto* tags = std::get_if<TagsCondition>(&condition)) {
      append_unmatched(texts, tags->any, binding);
      append_unmatched(texts, tags->all, binding);
      append_unmatched(texts, tags->none, binding);
    } else if (const auto* version = std::get_if<VersionCondition>(&condition)) {
      append_unmatched(texts, version->names, binding);
    }
  }
  return texts;
}

// Keeps of `unmatched` what is unmatched in one more package.
void intersect(std::set<std::string>& unmatched, const std::vector<std::string>& also) {
  const std::set<std::string> other(also.begin(), also.end());
  std::set<std::string> both;
  std::set_intersection(unmatched.begin(), unmatched.end(), other.begin(), other.end(),
                        std::inserter(both, both.end()));
  unmatched = std::move(both);
}

}  // namespace

Usage usage_of(const Binding& binding, const Selection& selection, const BoundLayers& rules,
               std::span<const Decision> decisions) {
  Counts counts(binding.rules.rules.size());
  for (const Decision& decision : decisions) counts.add(decision);
  Usage usage;
  for (const std::vector<BoundRule>* layer : {&rules.protect, &rules.keep, &rules.remove}) {
    for (const BoundRule& rule : *layer) {
      usage.rules.push_back(counts.of(rule.index()));
      usage.rules.back().unmatched = unmatched_of(rule.rule(), binding);
    }
  }
  if (!has_tags(binding.inventory.package.type)) return usage;
  for (const Policy* policy : selection.policies) {
    if (policy->ignore_tags.patterns().empty()) continue;
    IgnoreUse& ignore = usage.ignores.emplace_back(IgnoreUse{policy->name, {}});
    append_unmatched(ignore.unmatched, policy->ignore_tags, binding);
  }
  return usage;
}

void UsageTally::add(const Usage& usage) {
  for (const RuleUse& use : usage.rules) {
    const auto [place, fresh] = rules_.try_emplace(use.rule);
    Sum& sum = place->second;
    sum.matched += use.matched;
    sum.mattered += use.mattered;
    if (fresh) {
      sum.unmatched = {use.unmatched.begin(), use.unmatched.end()};
    } else {
      intersect(sum.unmatched, use.unmatched);
    }
  }
  for (const IgnoreUse& use : usage.ignores) {
    const auto [place, fresh] =
        ignores_.try_emplace(use.policy, std::set<std::string>(use.unmatched.begin(), use.unmatched.end()));
    if (!fresh) intersect(place->second, use.unmatched);
  }
}

std::vector<IdlePart> UsageTally::idle(const RuleSet& rules) const {
  using Kind = IdlePart::Kind;
  std::vector<IdlePart> parts;
  for (const auto& [index, sum] : rules_) {
    const RuleInfo& info = rules.rules[static_cast<std::size_t>(index)].info;
    if (sum.matched == 0) {
      parts.push_back({Kind::matched_nothing, info.policy, info.name, {}});
    } else if (sum.mattered == 0) {
      parts.push_back({Kind::mattered_nothing, info.policy, info.name, {}});
    }
    for (const std::string& pattern : sum.unmatched) {
      parts.push_back({Kind::pattern_unmatched, info.policy, info.name, pattern});
    }
  }
  for (const auto& [policy, unmatched] : ignores_) {
    for (const std::string& pattern : unmatched) parts.push_back({Kind::pattern_unmatched, policy, {}, pattern});
  }
  std::sort(parts.begin(), parts.end(), [](const IdlePart& a, const IdlePart& b) {
    return std::tie(a.policy, a.rule, a.kind, a.pattern) < std::tie(b.policy, b.rule, b.kind, b.pattern);
  });
  return parts;
}

}  // namespace retention
