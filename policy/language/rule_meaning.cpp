#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "policy/language/rule_text.h"

// A canonical rendering, hashed. Every text in it bears its length, so that no two different values render alike.
namespace retention::language {
namespace {

std::string text(std::string_view value) {
  return fmt::format("{}:{}", value.size(), value);
}

std::string set_of(std::vector<std::string> parts) {
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return fmt::format("{{{}}}", fmt::join(parts, " "));
}

std::string patterns(const PatternList& list) {
  std::vector<std::string> parts;
  for (const Pattern& pattern : list.patterns()) parts.push_back(text(pattern.text()));
  return set_of(std::move(parts));
}

std::string duration(const Duration& value) {
  return fmt::format("{}mo+{}s", value.calendar.count(), value.exact.count());
}

std::string number(const std::optional<std::int64_t>& value) {
  return value ? std::to_string(*value) : "unlimited";
}

struct Canonical {
  std::string operator()(const TagsCondition& condition) const {
    return fmt::format("tags(any{} all{} none{})", patterns(condition.any), patterns(condition.all),
                       patterns(condition.none));
  }
  std::string operator()(const TaggedCondition& condition) const {
    return condition.wanted == TaggedCondition::Wanted::tagged ? "tagged" : "untagged";
  }
  std::string operator()(const VersionCondition& condition) const { return "version" + patterns(condition.names); }
  std::string operator()(const OlderThanCondition& condition) const {
    return fmt::format("older({})", duration(condition.age));
  }
  std::string operator()(const YoungerThanCondition& condition) const {
    return fmt::format("younger({})", duration(condition.age));
  }
  std::string operator()(const EverythingCondition& /*condition*/) const { return "everything"; }
};

std::string canonical(const Rule& rule) {
  std::vector<std::string> parts;
  for (const Condition& condition : rule.conditions) parts.push_back(std::visit(Canonical{}, condition));
  if (rule.newest) parts.push_back(fmt::format("newest({})", rule.newest->count));
  return "rule/1 " + set_of(std::move(parts));
}

std::string canonical(const RuleSet& rules, const std::vector<RuleIndex>& indexes) {
  std::vector<std::string> parts;
  for (const RuleIndex index : indexes) {
    const RuleInfo& info = rules.rules.at(static_cast<std::size_t>(index)).info;
    parts.push_back(fmt::format("{}={}", text_of(kLayers, info.layer), to_hex(info.meaning)));
  }
  return set_of(std::move(parts));
}

std::string owner(const OwnerSelector& selector) {
  std::string login = selector.login;  // compares without regard to case
  std::transform(login.begin(), login.end(), login.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return fmt::format("{}/{}", static_cast<int>(selector.route), text(login));
}

std::string canonical(const RuleSet& rules, const Policy& policy) {
  std::vector<std::string> owners;
  for (const OwnerSelector& selector : policy.owners) owners.push_back(owner(selector));
  std::vector<std::string> types;
  for (const PackageType type : policy.types) types.emplace_back(text_of(kPackageTypes, type));
  return fmt::format(
      "policy(owners{} types{} packages{} mode={} min_age={} min_keep={} versions={} percent={} rules{})",
      set_of(std::move(owners)), set_of(std::move(types)), patterns(policy.packages), text_of(kModes, policy.mode),
      duration(policy.min_age), policy.min_keep, number(policy.limits.versions), number(policy.limits.percent),
      canonical(rules, policy.rules));
}

}  // namespace

Digest meaning_of(const Rule& rule) {
  return sha256(canonical(rule));
}

Digest meaning_of(const RuleSet& rules) {
  std::vector<std::string> policies;
  for (const Policy& policy : rules.policies) policies.push_back(canonical(rules, policy));
  return sha256(fmt::format("rules/1 zone={} cycle={} protect{} policies{}", text(rules.zone.name()),
                            number(rules.cycle), canonical(rules, rules.protect), set_of(std::move(policies))));
}

}  // namespace retention::language
