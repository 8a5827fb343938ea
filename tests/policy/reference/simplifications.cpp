#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "tests/policy/reference/shrink.h"
#include "tests/support/rule_set_builder.h"

namespace retention::reference {
namespace {

using Changes = std::vector<Change>;

template <typename T>
void erase_at(std::vector<T>& values, std::size_t i) {
  values.erase(values.begin() + static_cast<std::ptrdiff_t>(i));
}

void drop_rule(RuleSet& rules, RuleIndex dropped) {
  const auto drop_from = [&](std::vector<RuleIndex>& indices) {
    std::erase(indices, dropped);
    for (RuleIndex& index : indices) index -= index > dropped ? 1 : 0;
  };
  erase_at(rules.rules, static_cast<std::size_t>(dropped));
  drop_from(rules.protect);
  for (Policy& policy : rules.policies) drop_from(policy.rules);
}

void drop_policy(RuleSet& rules, std::size_t i) {
  while (!rules.policies[i].rules.empty()) drop_rule(rules, rules.policies[i].rules.front());
  erase_at(rules.policies, i);
}

void drop_condition(Rule& rule, std::size_t i) {
  erase_at(rule.conditions, i);
  if (rule.conditions.empty() && !rule.measure) rule.conditions.push_back(test::everything());
}

// Puts a value in the place of another, if it is not that already.
template <typename T, typename Member>
void set(Changes& changes, const T& now, T plain, const Member& member) {
  if (!(now == plain)) changes.push_back([=](Case& question) { member(question) = plain; });
}

void shorten(Changes& changes, const PatternList& list, std::size_t least,
             const std::function<PatternList&(Case&)>& member) {
  for (std::size_t i = 0; list.patterns().size() > least && i < list.patterns().size(); ++i) {
    changes.push_back([=](Case& question) {
      std::vector<Pattern> rest = member(question).patterns();
      erase_at(rest, i);
      member(question) = PatternList(std::move(rest));
    });
  }
}

void shrink_inventory(Changes& changes, const Inventory& inventory) {
  for (std::size_t i = 0; i < inventory.versions.size(); ++i) {
    changes.push_back([=](Case& question) { erase_at(question.inventory.versions, i); });
  }
  for (std::size_t i = 0; i < inventory.versions.size(); ++i) {
    const PackageVersion& version = inventory.versions[i];
    for (std::size_t tag = 0; version.tags && tag < version.tags->size(); ++tag) {
      changes.push_back([=](Case& question) { erase_at(*question.inventory.versions[i].tags, tag); });
    }
    set(
        changes, version.updated_at,
        version.created_at, [=](Case & question) -> auto& { return question.inventory.versions[i].updated_at; });
  }
  set(
      changes, inventory.completeness, {}, [](Case & question) -> auto& { return question.inventory.completeness; });
}

void shrink_condition(Changes& changes, const Condition& condition, std::size_t rule, std::size_t i) {
  const auto* const tags = std::get_if<TagsCondition>(&condition);
  const auto* const names = std::get_if<VersionCondition>(&condition);
  if (names != nullptr) {
    shorten(changes, names->names, 1, [=](Case& question) -> PatternList& {
      return std::get<VersionCondition>(question.rules.rules[rule].conditions[i]).names;
    });
  }
  if (tags == nullptr) return;
  const std::size_t size = tags->any.patterns().size() + tags->all.patterns().size() + tags->none.patterns().size();
  for (const auto list : {&TagsCondition::any, &TagsCondition::all, &TagsCondition::none}) {
    const std::size_t least = size == (tags->*list).patterns().size() ? 1 : 0;
    shorten(changes, tags->*list, least, [=](Case& question) -> PatternList& {
      return std::get<TagsCondition>(question.rules.rules[rule].conditions[i]).*list;
    });
  }
}

void shrink_measure(Changes& changes, const Measure& measure, std::size_t rule) {
  const auto of = [=](Case& question) -> Measure& { return *question.rules.rules[rule].measure; };
  if (measure.newest && measure.calendar) {
    changes.push_back([=](Case& question) { of(question).newest.reset(); });
    changes.push_back([=](Case& question) { of(question).calendar.reset(); });
  }
  set(
      changes, measure.per, {}, [=](Case & question) -> auto& { return of(question).per; });
  set(
      changes, measure.group_by, {}, [=](Case & question) -> auto& { return of(question).group_by; });
  if (!measure.per)
    set(
        changes, measure.order, Order::created, [=](Case & question) -> auto& { return of(question).order; });
  if (!measure.calendar) return;
  for (const auto count : {&Calendar::daily, &Calendar::weekly, &Calendar::monthly, &Calendar::yearly}) {
    Calendar less = *measure.calendar;
    less.*count = 0;
    if (measure.calendar.value().*count == 0 || less.daily + less.weekly + less.monthly + less.yearly == 0) continue;
    changes.push_back([=](Case& question) { of(question).calendar = less; });
  }
}

void shrink_rules(Changes& changes, const std::vector<Rule>& rules) {
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    changes.push_back([=](Case& question) { drop_rule(question.rules, static_cast<RuleIndex>(rule)); });
  }
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    const std::vector<Condition>& conditions = rules[rule].conditions;
    // The loader accepts `group_by` only beside the patterns that capture.
    const bool grouped = rules[rule].measure && !rules[rule].measure->group_by.empty();
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      const bool captures = std::holds_alternative<TagsCondition>(conditions[i]) ||
                            std::holds_alternative<VersionCondition>(conditions[i]);
      const bool droppable = !std::holds_alternative<EverythingCondition>(conditions[i]) && !(grouped && captures);
      if (droppable) changes.push_back([=](Case& question) { drop_condition(question.rules.rules[rule], i); });
      shrink_condition(changes, conditions[i], rule, i);
    }
    if (rules[rule].measure) shrink_measure(changes, *rules[rule].measure, rule);
  }
}

void shrink_policies(Changes& changes, const std::vector<Policy>& policies) {
  const Policy plain = test::RuleSetBuilder().policy("plain").build().policies.front();
  for (std::size_t i = 0; i < policies.size(); ++i) {
    changes.push_back([=](Case& question) { drop_policy(question.rules, i); });
  }
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const Policy& policy = policies[i];
    const auto of = [=](Case& question) -> Policy& { return question.rules.policies[i]; };
    set(
        changes, policy.owners, plain.owners, [=](Case & question) -> auto& { return of(question).owners; });
    set(
        changes, policy.types, plain.types, [=](Case & question) -> auto& { return of(question).types; });
    set(
        changes, policy.min_age, {}, [=](Case & question) -> auto& { return of(question).min_age; });
    set(
        changes, policy.grace, {}, [=](Case & question) -> auto& { return of(question).grace; });
    set(
        changes, policy.min_keep, plain.min_keep, [=](Case & question) -> auto& { return of(question).min_keep; });
    set(
        changes, policy.limits, {}, [=](Case & question) -> auto& { return of(question).limits; });
    shorten(
        changes, policy.packages, 1, [=](Case & question) -> auto& { return of(question).packages; });
    shorten(
        changes, policy.repository, 0, [=](Case & question) -> auto& { return of(question).repository; });
    shorten(
        changes, policy.ignore_tags, 0, [=](Case & question) -> auto& { return of(question).ignore_tags; });
  }
}

// Drops each entry of a map or set.
template <typename Entries, typename Member>
void shrink_entries(Changes& changes, const Entries& entries, const Member& member) {
  for (const auto& entry : entries) {
    const auto key = [&] {
      if constexpr (requires { entry.first; }) {
        return entry.first;
      } else {
        return entry;
      }
    }();
    changes.push_back([=](Case& question) { member(question).erase(key); });
  }
}

void shrink_candidacy(Changes& changes, const Case& question) {
  for (std::size_t i = 0; i < question.clocks.size(); ++i) {
    changes.push_back([=](Case& smaller) {
      std::vector<Clock> rest = smaller.clocks;
      erase_at(rest, i);
      set_clocks(smaller, rest);
    });
  }
  const Memory& memory = question.memory;
  shrink_entries(
      changes, memory.approvals, [](Case & smaller) -> auto& { return smaller.memory.approvals; });
  set(
      changes, memory.counting, Counting::stands, [](Case & smaller) -> auto& { return smaller.memory.counting; });
  set(
      changes, memory.drift.created_changed, {},
      [](Case & smaller) -> auto& { return smaller.memory.drift.created_changed; });
}

void shrink_family(Changes& changes, const Case& question) {
  if (!question.manifests) return;
  const auto change = [&](const std::string& name, const std::function<void(Manifest&)>& edit) {
    changes.push_back([=](Case& smaller) {
      auto manifests = *smaller.manifests;
      edit(manifests.at(name));
      set_manifests(smaller, manifests);
    });
  };
  for (const auto& [name, manifest] : *question.manifests) {
    for (std::size_t i = 0; i < manifest.children.size(); ++i) {
      change(name, [=](Manifest& smaller) { erase_at(smaller.children, i); });
    }
    if (manifest.subject) change(name, [](Manifest& smaller) { smaller.subject.reset(); });
    if (manifest.kind == ManifestKind::index && manifest.children.empty()) {
      change(name, [](Manifest& smaller) { smaller.kind = ManifestKind::image; });
    }
    const bool listed = std::any_of(question.inventory.versions.begin(), question.inventory.versions.end(),
                                    [&](const PackageVersion& version) { return version.name == name; });
    if (listed) continue;
    changes.push_back([name = name](Case& smaller) {
      auto manifests = *smaller.manifests;
      manifests.erase(name);
      set_manifests(smaller, manifests);
    });
  }
  for (std::size_t i = 0; i < question.memory.removed.size(); ++i) {
    changes.push_back([=](Case& smaller) { erase_at(smaller.memory.removed, i); });
  }
  for (const auto& entry : question.facts.digests) {
    changes.push_back([owner = entry.first](Case& smaller) { smaller.facts.digests.erase(owner); });
  }
}

}  // namespace

std::vector<Change> simplifications(const Case& question) {
  Changes changes;
  shrink_policies(changes, question.rules.policies);
  shrink_rules(changes, question.rules.rules);
  shrink_inventory(changes, question.inventory);
  const Memory& memory = question.memory;
  shrink_entries(
      changes, memory.pins, [](Case & smaller) -> auto& { return smaller.memory.pins; });
  shrink_entries(
      changes, memory.pinned_names, [](Case & smaller) -> auto& { return smaller.memory.pinned_names; });
  shrink_entries(
      changes, memory.refusals, [](Case & smaller) -> auto& { return smaller.memory.refusals; });
  shrink_entries(
      changes, memory.returned, [](Case & smaller) -> auto& { return smaller.memory.returned; });
  shrink_entries(
      changes, question.facts.in_use, [](Case & smaller) -> auto& { return smaller.facts.in_use; });
  shrink_candidacy(changes, question);
  shrink_family(changes, question);
  if (question.rules.zone.name() != Zone().name()) changes.push_back([](Case& plain) { plain.rules.zone = Zone(); });
  return changes;
}

}  // namespace retention::reference
