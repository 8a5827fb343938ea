#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "policy/language/lint.h"
#include "policy/language/shadow.h"
#include "policy/language/wording.h"

namespace retention::language {
namespace {

using Rules = std::vector<ReadRule>;

bool is_plain(const Condition& condition) {
  return !std::holds_alternative<EverythingCondition>(condition);
}

// A rule that keeps all that it matches. One that names everything is warned of by itself.
bool shields(const ReadRule& rule) {
  const auto& conditions = rule.rule.conditions;
  return !rule.rule.measure && std::all_of(conditions.begin(), conditions.end(), is_plain);
}

void warn(const ReadRule& rule, std::string text) {
  rule.section.findings().warning(rule.section.field(), std::move(text));
}

const ReadRule* shield_of(const ReadRule& rule, const Rules& rules) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const ReadRule& other) {
    return shields(other) && covers(other.rule, rule.rule);
  });
  return found == rules.end() ? nullptr : &*found;
}

// The first rule of the list that says all that the rule at a position does. Of two that say the same the first stays.
const ReadRule* wider_than(std::size_t position, const Rules& rules) {
  const ReadRule& rule = rules[position];
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (i == position || rules[i].rule.measure || !covers(rules[i].rule, rule.rule)) continue;
    const bool alike = !rule.rule.measure && covers(rule.rule, rules[i].rule);
    if (!alike || i < position) return &rules[i];
  }
  return nullptr;
}

std::string shown(const ReadRule& rule) {
  return printable(rule.rule.info.name);
}

void lint_remove(const ReadPolicy& policy, const Rules& protect) {
  for (std::size_t i = 0; i < policy.remove.size(); ++i) {
    const ReadRule& rule = policy.remove[i];
    if (const ReadRule* shield = shield_of(rule, protect)) {
      warn(rule, fmt::format("can never delete: protect rule {} protects all that it matches", shown(*shield)));
    } else if (const ReadRule* keeper = shield_of(rule, policy.keep)) {
      warn(rule, fmt::format("can never delete: keep rule {} keeps all that it matches", shown(*keeper)));
    } else if (const ReadRule* wider = wider_than(i, policy.remove)) {
      warn(rule, fmt::format("is not needed: delete rule {} matches all that it matches", shown(*wider)));
    }
  }
}

void lint_keep(const ReadPolicy& policy, const Rules& protect) {
  for (std::size_t i = 0; i < policy.keep.size(); ++i) {
    const ReadRule& rule = policy.keep[i];
    if (const ReadRule* shield = shield_of(rule, protect)) {
      warn(rule, fmt::format("is not needed: protect rule {} protects all that it matches", shown(*shield)));
    } else if (const ReadRule* wider = wider_than(i, policy.keep); wider != nullptr && shields(*wider)) {
      warn(rule, fmt::format("is not needed: keep rule {} keeps all that it matches", shown(*wider)));
    }
  }
}

}  // namespace

void lint_shadows(const std::vector<ReadRule>& protect, const std::vector<ReadPolicy>& policies) {
  for (const ReadPolicy& policy : policies) {
    lint_keep(policy, protect);
    lint_remove(policy, protect);
  }
}

}  // namespace retention::language
