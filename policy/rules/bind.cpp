#include "policy/rules/bind.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>
#include <variant>

namespace retention {
namespace {

const Rule& rule_at(const RuleSet& rules, RuleIndex index) {
  return rules.rules[static_cast<std::size_t>(index)];
}

void append(std::vector<Pattern>& patterns, const PatternList& list) {
  patterns.insert(patterns.end(), list.patterns().begin(), list.patterns().end());
}

void append(std::vector<Pattern>& patterns, const Rule& rule) {
  for (const Condition& condition : rule.conditions) {
    if (const auto* tags = std::get_if<TagsCondition>(&condition)) {
      append(patterns, tags->any);
      append(patterns, tags->all);
      append(patterns, tags->none);
    } else if (const auto* version = std::get_if<VersionCondition>(&condition)) {
      append(patterns, version->names);
    }
  }
}

struct Bindable {
  RuleIndex index;
  const PatternList* ignored;
};

std::vector<Bindable> bindable(const Binding& binding, const Selection& selection, Layer layer) {
  const RuleSet& rules = binding.rules;
  static const PatternList none;
  std::vector<Bindable> result;
  if (layer == Layer::protect) {
    for (const RuleIndex index : rules.protect) result.push_back({index, &none});
    return result;
  }
  for (const Policy* policy : selection.policies) {
    // The texts of a type without tags are names of versions, which nothing overlooks.
    const bool overlooks = layer == Layer::remove && has_tags(binding.inventory.package.type);
    const PatternList& ignored = overlooks ? policy->ignore_tags : none;
    for (const RuleIndex index : policy->rules) {
      if (rule_at(rules, index).info.layer == layer) result.push_back({index, &ignored});
    }
  }
  return result;
}

}  // namespace

PatternIndex index_of(const RuleSet& rules, const Selection& selection) {
  std::vector<Pattern> patterns;
  for (const RuleIndex index : rules.protect) append(patterns, rule_at(rules, index));
  for (const Policy* policy : selection.policies) {
    append(patterns, policy->ignore_tags);
    for (const RuleIndex index : policy->rules) append(patterns, rule_at(rules, index));
  }
  return PatternIndex(patterns);
}

std::vector<BoundRule> bind_rules(const Binding& binding, const Selection& selection, Layer layer) {
  std::vector<Bindable> list = bindable(binding, selection, layer);
  std::sort(list.begin(), list.end(), [&](const Bindable& a, const Bindable& b) {
    const RuleInfo& left = rule_at(binding.rules, a.index).info;
    const RuleInfo& right = rule_at(binding.rules, b.index).info;
    return std::tie(left.policy, left.name, a.index) < std::tie(right.policy, right.name, b.index);
  });
  std::vector<BoundRule> bound;
  bound.reserve(list.size());
  for (const auto& [index, ignored] : list) bound.emplace_back(binding, index, *ignored);
  return bound;
}

BoundLayers::BoundLayers(const Binding& binding, const Selection& selection)
    : protect(bind_rules(binding, selection, Layer::protect)),
      keep(bind_rules(binding, selection, Layer::keep)),
      remove(bind_rules(binding, selection, Layer::remove)) {
  for (std::vector<BoundRule>* layer : {&protect, &keep, &remove}) {
    std::erase_if(*layer, [](const BoundRule& rule) { return !rule.applicable(); });
  }
}

}  // namespace retention
