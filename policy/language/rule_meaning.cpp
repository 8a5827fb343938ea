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

std::string bound(const SemverBound& value) {
  return fmt::format("{}:{}.{}.{}-{}", static_cast<int>(value.relation), value.numbers[0], value.numbers[1],
                     value.numbers[2], text(value.prerelease));
}

std::string range(const SemverRange& value) {
  std::vector<std::string> alternatives;
  for (const SemverBounds& bounds : value.alternatives) {
    std::vector<std::string> parts;
    for (const SemverBound& one : bounds) parts.push_back(bound(one));
    alternatives.push_back(set_of(std::move(parts)));
  }
  return set_of(std::move(alternatives));
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
  std::string operator()(const IdleForCondition& condition) const {
    return fmt::format("idle({})", duration(condition.idle));
  }
  std::string operator()(const SemverCondition& condition) const { return "semver" + range(condition.range); }
  std::string operator()(const PrereleaseCondition& condition) const {
    return condition.wanted == PrereleaseCondition::Wanted::prerelease ? "prerelease" : "release";
  }
  std::string operator()(const InUseFileCondition& condition) const {
    return fmt::format("in_use({} {})", text(condition.path), duration(condition.max_age));
  }
  std::string operator()(const OrphanCondition& /*condition*/) const { return "orphan"; }
  std::string operator()(const BrokenCondition& condition) const {
    return condition.wanted == BrokenCondition::Wanted::all ? "broken(all)" : "broken(some)";
  }
  std::string operator()(const EverythingCondition& /*condition*/) const { return "everything"; }
};

std::vector<std::string> measure_parts(const Measure& measure) {
  std::vector<std::string> parts;
  if (measure.newest) parts.push_back(fmt::format("newest({})", *measure.newest));
  if (const auto& calendar = measure.calendar) {
    parts.push_back(
        fmt::format("calendar({} {} {} {})", calendar->daily, calendar->weekly, calendar->monthly, calendar->yearly));
  }
  std::vector<std::string> names;
  for (const std::string& name : measure.group_by) names.push_back(text(name));
  if (!names.empty()) parts.push_back("group_by" + set_of(std::move(names)));
  if (measure.per) parts.push_back(fmt::format("per({})", static_cast<int>(*measure.per)));
  if (measure.order == Order::version) parts.emplace_back("order(version)");
  return parts;
}

std::string canonical(const Rule& rule) {
  std::vector<std::string> parts;
  for (const Condition& condition : rule.conditions) parts.push_back(std::visit(Canonical{}, condition));
  if (rule.measure) {
    for (std::string& part : measure_parts(*rule.measure)) parts.push_back(std::move(part));
  }
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
      "policy(owners{} types{} packages{} repository{} ignore_tags{} mode={} min_age={} grace={} min_keep={} "
      "versions={} "
      "percent={} rules{})",
      set_of(std::move(owners)), set_of(std::move(types)), patterns(policy.packages), patterns(policy.repository),
      patterns(policy.ignore_tags), text_of(kModes, policy.mode), duration(policy.min_age), duration(policy.grace),
      policy.min_keep, number(policy.limits.versions), number(policy.limits.percent), canonical(rules, policy.rules));
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
