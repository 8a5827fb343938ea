#include "policy/language/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "policy/language/duration_order.h"
#include "policy/language/wording.h"

namespace retention::language {
namespace {

bool matches_everything(const Rule& rule) {
  return !rule.measure && std::any_of(rule.conditions.begin(), rule.conditions.end(), [](const Condition& condition) {
    return std::holds_alternative<EverythingCondition>(condition);
  });
}

void warn(const Section& section, std::string text) {
  section.findings().warning(section.field(), std::move(text));
}

void lint_keep(const ReadRule& rule) {
  if (!matches_everything(rule.rule)) return;
  warn(rule.section, "keeps everything, so nothing of these packages is ever deleted; add newest, or take it out");
}

void lint_delete(const ReadRule& rule, const Policy& policy) {
  for (const Condition& condition : rule.rule.conditions) {
    const auto* younger = std::get_if<YoungerThanCondition>(&condition);
    if (younger == nullptr || !never_shorter(policy.min_age, younger->age)) continue;
    warn(rule.section, fmt::format("can never delete: younger_than {} is not above min_age {}",
                                   format_duration(younger->age), format_duration(policy.min_age)));
  }
}

}  // namespace

void lint_policy(const ReadPolicy& policy) {
  if (policy.remove.empty() && policy.keep.empty()) {
    warn(policy.section, "has no rules and can never delete; add delete rules");
  } else if (policy.remove.empty()) {
    warn(policy.section,
         "only keeps and can never delete; add delete rules, unless it guards what other policies would delete");
  }
  for (const ReadRule& rule : policy.keep) lint_keep(rule);
  for (const ReadRule& rule : policy.remove) lint_delete(rule, policy.policy);
}

void lint_protect(const std::vector<ReadRule>& protect, const std::vector<ReadPolicy>& policies) {
  std::vector<PackageType> types;
  for (const ReadPolicy& read : policies) {
    types.insert(types.end(), read.policy.types.begin(), read.policy.types.end());
  }
  for (const ReadRule& rule : protect) {
    if (matches_everything(rule.rule)) warn(rule.section, "protects everything, so nothing is ever deleted");
    if (types.empty()) continue;
    for (const std::string_view key : foreign_conditions(rule.section, types)) {
      rule.section.findings().warning(*rule.section.find(key),
                                      "no type of any policy has it, so the rule protects nothing");
    }
  }
}

}  // namespace retention::language
