#include "policy/compare.h"

#include <optional>
#include <string>
#include <tuple>

namespace retention {
namespace {

std::tuple<Layer, std::string, std::string> speaker_of(const Decision& decision, const RuleSet& rules) {
  const Reason& winner = decision.winner();
  if (winner.rule == kNoRule) return {winner.layer, {}, {}};
  const RuleInfo& rule = rules.rules[static_cast<std::size_t>(winner.rule)].info;
  return {winner.layer, rule.policy, rule.name};
}

std::optional<ChangeKind> change_of(const Decided& before, const Decided& after, std::size_t position) {
  const Decision& first = before.plan.decisions[position];
  const Decision& second = after.plan.decisions[position];
  if (first.verdict != second.verdict) {
    return second.verdict == Verdict::remove ? ChangeKind::newly_deleted : ChangeKind::no_longer_deleted;
  }
  if (first.mode != second.mode) return ChangeKind::other_mode;
  if (speaker_of(first, before.rules) != speaker_of(second, after.rules)) return ChangeKind::other_rule;
  return std::nullopt;
}

}  // namespace

std::vector<Change> compare(const Decided& before, const Decided& after) {
  std::vector<Change> changes;
  for (std::size_t position = 0; position < before.plan.decisions.size(); ++position) {
    if (const auto kind = change_of(before, after, position)) changes.push_back({position, *kind});
  }
  return changes;
}

}  // namespace retention
