#include "policy/language/policy_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "policy/language/lists.h"
#include "policy/language/policy_keys.h"
#include "policy/language/scalars.h"
#include "policy/language/selection_reader.h"
#include "policy/language/unique_names.h"

namespace retention::language {
namespace {

std::optional<Mode> read_mode(const Section& section) {
  const auto word = read_choice(section, "mode");
  return word ? value_of(kModes, *word) : std::nullopt;
}

std::optional<std::int64_t> read_limit(const Section& limits, std::string_view key,
                                       const std::optional<std::int64_t>& inherited) {
  const auto count = read_count(limits, key);
  return count ? count->most : inherited;
}

std::string_view missing_types(std::string_view condition) {
  if (condition == "orphan" || condition == "broken") return "container";
  return condition == "version" ? "npm, maven, rubygems or nuget" : "container or docker";
}

void check_types(const std::vector<ReadRule>& rules, const std::vector<PackageType>& types) {
  if (types.empty()) return;
  for (const ReadRule& rule : rules) {
    for (const std::string_view key : foreign_conditions(rule.section, types)) {
      rule.section.findings().problem(
          *rule.section.find(key),
          fmt::format("no type of this policy has it, so the rule can never match; take it out, or select {}",
                      missing_types(key)));
    }
  }
}

// Only what a rule names can be ordered by version among images: most tags are no versions.
void check_orders(const std::vector<ReadRule>& rules, const std::vector<PackageType>& types) {
  if (std::none_of(types.begin(), types.end(), has_tags)) return;
  for (const ReadRule& read : rules) {
    const bool by_version = read.rule.measure && read.rule.measure->order == Order::version;
    if (!by_version || read.section.has("tags") || read.section.has("semver")) continue;
    const auto key = read.section.find(read.section.has("per") ? "per" : "order");
    read.section.findings().problem(
        *key, "on images this needs tags or semver in the rule, to say which of their tags are versions");
  }
}

PatternList read_ignored_tags(const Section& section, const std::vector<PackageType>& types) {
  const auto field = section.find("ignore_tags");
  if (!field) return {};
  if (!types.empty() && std::none_of(types.begin(), types.end(), has_tags)) {
    section.findings().problem(*field, "no type of this policy has tags; take it out, or select container or docker");
  }
  return read_patterns(*field, section.findings());
}

void check_names(const ReadPolicy& policy) {
  UniqueNames names("rule", "within a policy");
  for (const ReadRule& rule : policy.keep) names.check(rule.section);
  for (const ReadRule& rule : policy.remove) names.check(rule.section);
}

}  // namespace

Settings read_settings(const Section& section, const Settings& inherited) {
  const Section limits = section.section("limits");
  return {read_mode(section).value_or(inherited.mode),
          read_duration(section, "min_age").value_or(inherited.min_age),
          read_duration(section, "grace").value_or(inherited.grace),
          read_integer(section, "min_keep").value_or(inherited.min_keep),
          {read_limit(limits, "versions", inherited.limits.versions),
           read_limit(limits, "percent", inherited.limits.percent), std::nullopt}};
}

ReadPolicy read_policy(const Section& section, const Settings& defaults) {
  const std::string name = read_text(section, "name").value_or("");
  const Settings settings = read_settings(section, defaults);
  const std::vector<PackageType> types = read_types(section);
  Policy policy{name,
                read_owners(section),
                types,
                read_patterns(section, "packages").value_or(PatternList()),
                read_patterns(section, "repository").value_or(PatternList()),
                read_ignored_tags(section, types),
                settings.mode,
                settings.min_age,
                settings.grace,
                settings.min_keep,
                settings.limits,
                {}};
  ReadPolicy read{section, std::move(policy), read_rules(section, "keep", Layer::keep, name),
                  read_rules(section, "delete", Layer::remove, name)};
  check_types(read.keep, types);
  check_types(read.remove, types);
  check_orders(read.keep, types);
  check_names(read);
  return read;
}

}  // namespace retention::language
