#include "policy/language/rule_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <utility>

#include "policy/language/duration_order.h"
#include "policy/language/lists.h"
#include "policy/language/measure_reader.h"
#include "policy/language/rule_keys.h"
#include "policy/language/rule_text.h"
#include "policy/language/scalars.h"
#include "policy/language/wording.h"

namespace retention::language {
namespace {

TagsCondition read_tag_lists(const Field& field, Findings& findings) {
  const Section lists(field, kTagTable, findings);
  if (field.node->entries.empty()) findings.problem(field, "holds no list; write any, all or none");
  return {read_patterns(lists, "any").value_or(PatternList()), read_patterns(lists, "all").value_or(PatternList()),
          read_patterns(lists, "none").value_or(PatternList())};
}

// A bare list spares on doubt: to keep, one tag suffices; to delete, every tag must be in it.
TagsCondition read_tags(const Field& field, Layer layer, Findings& findings) {
  if (field.node->kind == NodeKind::mapping) return read_tag_lists(field, findings);
  TagsCondition tags;
  (layer == Layer::remove ? tags.all : tags.any) = read_patterns(field, findings);
  return tags;
}

void check_ages(const Section& rule, const std::optional<Duration>& older, const std::optional<Duration>& younger) {
  if (!older || !younger || !never_shorter(*older, *younger)) return;
  rule.findings().problem(*rule.find("older_than"),
                          fmt::format("{} is not below younger_than ({}), so nothing can match; write a shorter "
                                      "older_than or a longer younger_than",
                                      format_duration(*older), format_duration(*younger)));
}

constexpr std::array<std::string_view, 11> kOthers{"tags",         "tagged",   "version", "older_than",
                                                   "younger_than", "idle_for", "semver",  "prerelease",
                                                   "in_use_file",  "orphan",   "broken"};

// Every other condition that was written beside `everything`.
std::vector<std::string_view> other_conditions(const Section& rule) {
  std::vector<std::string_view> found;
  std::copy_if(kOthers.begin(), kOthers.end(), std::back_inserter(found),
               [&](std::string_view key) { return rule.has(key); });
  return found;
}

void check_everything(const Section& rule) {
  const auto others = other_conditions(rule);
  if (others.empty()) return;
  rule.findings().problem(
      *rule.find("everything"),
      fmt::format("stands alone, but there is {} too; take one of them out", fmt::join(others, ", ")));
}

void check_not_empty(const Section& rule) {
  const auto& entries = rule.field().node->entries;
  const bool only_name = std::all_of(entries.begin(), entries.end(), [](const Entry& e) { return e.key == "name"; });
  if (!only_name || !rule.is_written()) return;
  rule.findings().problem(rule.field(),
                          "has neither condition nor measure; write everything: true if every version is meant");
}

std::optional<SemverCondition> read_range(const Section& rule) {
  const auto text = read_text(rule, "semver");
  if (!text) return std::nullopt;
  auto range = parse_semver_range(*text);
  if (range) return SemverCondition{*std::move(range), *text};
  rule.findings().problem(*rule.find("semver"), range.error().message);
  return std::nullopt;
}

std::optional<InUseFileCondition> read_in_use(const Section& rule) {
  if (!rule.has("in_use_file")) return std::nullopt;
  const Section file = rule.section("in_use_file");
  const auto path = read_text(file, "path");
  const auto max_age = read_duration(file, "max_age");
  if (!path || !max_age) return std::nullopt;
  if (*path == "~" || path->starts_with("~/")) {
    rule.findings().problem(*file.find("path"), "~ is not replaced by a home folder; write the whole path");
  }
  return InUseFileCondition{
      (std::filesystem::path(rule.findings().folder_of(*file.find("path"))) / *path).lexically_normal().string(),
      *max_age};
}

void check_untagged(const Section& rule, const std::optional<bool>& tagged) {
  if (tagged != false) return;
  for (const std::string_view key : {"tags", "semver"}) {
    if (!rule.has(key)) continue;
    rule.findings().problem(
        *rule.find("tagged"),
        fmt::format("false beside {} can never match, for {} asks for a tag; take one of them out", key, key));
    return;
  }
}

std::optional<Condition> tagged_condition(const std::optional<bool>& tagged) {
  using Wanted = TaggedCondition::Wanted;
  if (!tagged) return std::nullopt;
  return TaggedCondition{*tagged ? Wanted::tagged : Wanted::untagged};
}

std::optional<Condition> read_prerelease(const Section& rule) {
  using Wanted = PrereleaseCondition::Wanted;
  const auto wanted = read_boolean(rule, "prerelease");
  if (!wanted) return std::nullopt;
  return PrereleaseCondition{*wanted ? Wanted::prerelease : Wanted::release};
}

std::optional<Condition> read_broken(const Section& rule) {
  using Wanted = BrokenCondition::Wanted;
  const auto word = read_choice(rule, "broken");
  if (!word) return std::nullopt;
  return BrokenCondition{*word == "all" ? Wanted::all : Wanted::some};
}

// The conditions that rules of one layer alone may have.
std::vector<Condition> read_conditions_of(const Section& rule, Layer layer) {
  std::vector<Condition> conditions;
  if (layer == Layer::remove) {
    if (read_boolean(rule, "orphan")) conditions.emplace_back(OrphanCondition{});
    if (auto condition = read_broken(rule)) conditions.push_back(*std::move(condition));
  } else {
    if (auto in_use = read_in_use(rule)) conditions.emplace_back(*std::move(in_use));
  }
  return conditions;
}

std::vector<Condition> read_conditions(const Section& rule, Layer layer) {
  std::vector<Condition> conditions;
  const auto tags = rule.find("tags");
  if (tags) conditions.emplace_back(read_tags(*tags, layer, rule.findings()));
  const auto tagged = read_boolean(rule, "tagged");
  if (auto condition = tagged_condition(tagged)) conditions.push_back(*std::move(condition));
  check_untagged(rule, tagged);
  if (auto names = read_patterns(rule, "version")) conditions.emplace_back(VersionCondition{*std::move(names)});
  const auto older = read_duration(rule, "older_than");
  if (older) conditions.emplace_back(OlderThanCondition{*older});
  const auto younger = read_duration(rule, "younger_than");
  if (younger) conditions.emplace_back(YoungerThanCondition{*younger});
  check_ages(rule, older, younger);
  if (const auto idle = read_duration(rule, "idle_for")) conditions.emplace_back(IdleForCondition{*idle});
  if (auto range = read_range(rule)) conditions.emplace_back(*std::move(range));
  if (auto condition = read_prerelease(rule)) conditions.push_back(*std::move(condition));
  for (Condition& condition : read_conditions_of(rule, layer)) conditions.push_back(std::move(condition));
  if (read_boolean(rule, "everything")) {
    conditions.emplace_back(EverythingCondition{});
    check_everything(rule);
  }
  return conditions;
}

Rule read_rule(const Section& section, Layer layer, const std::string& policy) {
  RuleInfo info{policy, read_text(section, "name").value_or(""), layer, sha256(""), ""};
  Rule rule{std::move(info), read_conditions(section, layer), std::nullopt};
  if (layer == Layer::keep) rule.measure = read_measure(section);
  check_not_empty(section);
  rule.info.summary = summary_of(rule);
  rule.info.meaning = meaning_of(rule);
  return rule;
}

}  // namespace

std::vector<ReadRule> read_rules(const Section& parent, std::string_view key, Layer layer, const std::string& policy) {
  std::vector<ReadRule> rules;
  for (const Section& section : parent.sections(key)) rules.push_back({section, read_rule(section, layer, policy)});
  return rules;
}

std::vector<std::string_view> foreign_conditions(const Section& rule, const std::vector<PackageType>& types) {
  const bool some_with = std::any_of(types.begin(), types.end(), has_tags);
  const bool some_without = !std::all_of(types.begin(), types.end(), has_tags);
  const bool containers = std::find(types.begin(), types.end(), PackageType::container) != types.end();
  std::vector<std::string_view> foreign;
  if (!containers && rule.has("orphan")) foreign.emplace_back("orphan");
  if (!containers && rule.has("broken")) foreign.emplace_back("broken");
  if (!some_with && rule.has("tags")) foreign.emplace_back("tags");
  if (!some_with && rule.has("tagged")) foreign.emplace_back("tagged");
  if (!some_with && rule.has("in_use_file")) foreign.emplace_back("in_use_file");
  if (!some_without && rule.has("version")) foreign.emplace_back("version");
  return foreign;
}

}  // namespace retention::language
