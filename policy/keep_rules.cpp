#include "policy/keep_rules.h"

#include <cstddef>

namespace retention {
namespace {

// Whether the measure of a rule says what it keeps: one that has to keep everything counts nothing.
bool counts(const BoundRule& rule) {
  return rule.rule().measure && !rule.doubtful();
}

void keep_what_matches(const BoundRule& rule, const Subject& subject, Draft& draft) {
  const ReasonCode code = rule.doubtful() ? ReasonCode::kept_by_doubt : ReasonCode::kept_by_rule;
  if (rule.match(subject).match != Match::no) draft.add({Layer::keep, code, rule.index()});
}

}  // namespace

KeepRules::KeepRules(const Binding& binding, std::span<const BoundRule> rules,
                     std::span<const std::uint32_t> newest_first)
    : rules_(rules) {
  for (const BoundRule& rule : rules) {
    if (counts(rule)) measured_.emplace_back(rule, binding, newest_first);
  }
}

void KeepRules::add_reasons(const Subject& subject, Draft& draft) {
  auto measured = measured_.begin();
  for (const BoundRule& rule : rules_) {
    if (counts(rule)) {
      (measured++)->speak(subject.position, draft);
    } else {
      keep_what_matches(rule, subject, draft);
    }
  }
}

void KeepRules::add_doubts(Draft& draft) const {
  for (const BoundRule& rule : rules_) {
    if (rule.doubtful()) draft.add({Layer::keep, ReasonCode::kept_by_doubt, rule.index()});
  }
}

void KeepRules::add_plain_reasons(const Subject& subject, Draft& draft) const {
  for (const BoundRule& rule : rules_) {
    if (!rule.rule().measure && !rule.doubtful()) keep_what_matches(rule, subject, draft);
  }
}

}  // namespace retention
