#include "daemon/engine/run_notes.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <variant>

namespace retention::engine {
namespace {

std::vector<const InUseFileCondition*> conditions_of(const RuleSet& rules) {
  std::vector<const InUseFileCondition*> found;
  for (const Rule& rule : rules.rules) {
    for (const Condition& condition : rule.conditions) {
      const auto* in_use = std::get_if<InUseFileCondition>(&condition);
      if (in_use != nullptr) found.push_back(in_use);
    }
  }
  return found;
}

std::optional<std::string> doubt_of(const InUseFileCondition& condition, const Facts& facts, const Zone& zone,
                                    SysTime now) {
  const auto found = facts.in_use.find(condition.path);
  if (found == facts.in_use.end()) return "was not read";
  const InUseFile& file = found->second;
  if (!file.list) return file.problem;
  if (!file.modified_at) return "it went away while it was read";
  if (*file.modified_at >= subtract(now, condition.max_age, zone)) return std::nullopt;
  return "it was written at " + format_rfc3339(*file.modified_at) + ", longer ago than max_age " +
         format_duration(condition.max_age);
}

std::string name_of(const IdlePart& part) {
  if (part.rule.empty()) return "policy " + part.policy;
  return "rule " + (part.policy.empty() ? part.rule : part.policy + "/" + part.rule);
}

bool is_delete_rule(const RuleSet& rules, const IdlePart& part) {
  return std::any_of(rules.rules.begin(), rules.rules.end(), [&](const Rule& rule) {
    return rule.info.layer == Layer::remove && rule.info.policy == part.policy && rule.info.name == part.rule;
  });
}

std::string text_of(const RuleSet& rules, const IdlePart& part) {
  switch (part.kind) {
    case IdlePart::Kind::matched_nothing:
      return "matches no version";
    case IdlePart::Kind::mattered_nothing:
      return is_delete_rule(rules, part) ? "all that it matches stays for other reasons"
                                         : "keeps nothing that a delete rule would take";
    case IdlePart::Kind::pattern_unmatched:
      return "pattern \"" + part.pattern + (part.rule.empty() ? "\" of ignore_tags" : "\"") + " matches nothing";
  }
  return {};
}

store::RunWarning note_of(const RuleSet& rules, const IdlePart& part) {
  const bool is_pattern = part.kind == IdlePart::Kind::pattern_unmatched;
  return {is_pattern ? "idle-pattern" : "idle-rule", text_of(rules, part), name_of(part)};
}

constexpr std::ptrdiff_t kMostNames = 5;

// "app, web and 3 more"
std::string some_names(std::span<const Package> packages) {
  std::string text;
  for (const Package& package : packages.first(static_cast<std::size_t>(std::min(std::ssize(packages), kMostNames)))) {
    text += (text.empty() ? "" : ", ") + package.name;
  }
  const auto more = std::ssize(packages) - kMostNames;
  return more > 0 ? text + " and " + std::to_string(more) + " more" : text;
}

store::RunWarning unselected_note(std::span<const Package> packages) {
  const Package& first = packages.front();
  const std::string subject = packages.size() == 1 ? "1 package is" : std::to_string(packages.size()) + " packages are";
  return {"unselected", subject + " selected by no policy, so nothing in there is deleted: " + some_names(packages),
          first.owner.login + "/" + std::string(text_of(kPackageTypes, first.type))};
}

}  // namespace

std::vector<store::RunWarning> selection_notes(const RuleSet& rules, const std::vector<Package>& selected,
                                               const std::vector<Package>& unselected) {
  std::vector<store::RunWarning> notes;
  for (auto begin = unselected.begin(); begin != unselected.end();) {
    const auto end = std::find_if(begin, unselected.end(), [&](const Package& package) {
      return package.owner.id != begin->owner.id || package.type != begin->type;
    });
    notes.push_back(unselected_note({begin, end}));
    begin = end;
  }
  for (const Policy& policy : rules.policies) {
    const auto is_selected = [&](const Package& package) { return selects(policy, package); };
    if (std::ranges::any_of(selected, is_selected)) continue;
    notes.push_back({"idle-policy", "selects no package", "policy " + policy.name});
  }
  return notes;
}

std::vector<std::string> in_use_files(const RuleSet& rules) {
  std::set<std::string> paths;
  for (const InUseFileCondition* condition : conditions_of(rules)) paths.insert(condition->path);
  return {paths.begin(), paths.end()};
}

std::vector<store::RunWarning> doubts(const RuleSet& rules, const Facts& facts, SysTime now) {
  std::vector<store::RunWarning> warnings;
  for (const InUseFileCondition* condition : conditions_of(rules)) {
    const auto doubt = doubt_of(*condition, facts, rules.zone, now);
    if (!doubt) continue;
    store::RunWarning warning{"in-use-file",
                              "the in-use file cannot be relied on, so everything its rule applies to stays: " + *doubt,
                              condition->path};
    if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end()) warnings.push_back(std::move(warning));
  }
  return warnings;
}

std::vector<store::RunWarning> idle_notes(const RuleSet& rules, const UsageTally& tally) {
  std::vector<store::RunWarning> notes;
  for (const IdlePart& part : tally.idle(rules)) notes.push_back(note_of(rules, part));
  return notes;
}

}  // namespace retention::engine
