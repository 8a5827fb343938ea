#include "policy/account.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "policy/evaluate.h"
#include "policy/rules/bind.h"
#include "policy/rules/subject.h"
#include "policy/selection.h"

namespace retention {
namespace {

std::vector<Obstacle> obstacles_of(const BoundRule& rule, const Subject& subject, const Zone& zone) {
  std::vector<Obstacle> obstacles;
  if (!rule.applicable()) return obstacles;
  const std::vector<Match> matches = rule.match_each(subject);
  for (std::size_t i = 0; i < matches.size(); ++i) {
    if (matches[i] == Match::yes) continue;
    const auto from =
        matches[i] == Match::no ? holds_from(rule.rule().conditions[i], subject.version, zone) : std::nullopt;
    obstacles.push_back({i, matches[i], from});
  }
  return obstacles;
}

// Rules that decide on other kinds of versions have nothing to say of this one.
bool is_asked(const BoundRule& rule, VersionKind kind, bool among_others) {
  if (!rule.applicable()) return true;
  if (rule.rule().info.layer == Layer::protect) return true;
  return rule.decides_on(kind) && !(kind == VersionKind::attachment && among_others);
}

std::vector<SilentRule> silent_on(const Question& question, const Decision& decision, std::size_t position) {
  const RuleSet& rules = question.rules;
  const Selection selection = select_policies(rules, question.inventory.package, question.now);
  const PatternIndex index = index_of(rules, selection);
  const TextTable texts(question.inventory, index);
  const std::optional<Family> family = family_of(question.inventory, question.memory);
  const Binding binding{rules,        question.inventory,         question.facts, index, texts,
                        question.now, family ? &*family : nullptr};
  const Subject subject(binding, position);
  const bool among_others = family && !family->graph.above(static_cast<Node>(position)).empty();
  const auto spoke = [&](const BoundRule& rule) {
    return std::any_of(decision.reasons.begin(), decision.reasons.end(),
                       [&](const Reason& reason) { return reason.rule == rule.index(); });
  };
  std::vector<SilentRule> silent;
  if (selection.policies.empty()) return silent;
  for (const Layer layer : {Layer::protect, Layer::keep, Layer::remove}) {
    for (const BoundRule& rule : bind_rules(binding, selection, layer)) {
      if (!is_asked(rule, kind_at(binding, position), among_others)) continue;
      if (!spoke(rule)) silent.push_back({rule.index(), obstacles_of(rule, subject, rules.zone)});
    }
  }
  return silent;
}

// Whether a version goes with another one, or stays for its sake alone.
bool is_for_another(const Decision& decision) {
  const Reason& winner = decision.winner();
  if (winner.layer != Layer::graph || winner.first == 0) return false;
  if (decision.verdict == Verdict::remove) return true;
  const bool part = winner.code == ReasonCode::kept_child || winner.code == ReasonCode::kept_attachment;
  return part && winner.second == 1;
}

// At any depth.
std::vector<VersionId> parts_of(VersionId version, const std::vector<Decision>& decisions) {
  std::unordered_multimap<std::int64_t, VersionId> for_others;
  for (const Decision& decision : decisions) {
    if (is_for_another(decision)) for_others.emplace(decision.winner().first, decision.version);
  }
  std::unordered_set<VersionId> found;
  std::vector<VersionId> to_do{version};
  while (!to_do.empty()) {
    const auto [first, last] = for_others.equal_range(to_do.back().value);
    to_do.pop_back();
    for (auto part = first; part != last; ++part) {
      if (part->second != version && found.insert(part->second).second) to_do.push_back(part->second);
    }
  }
  std::vector<VersionId> parts;
  for (const Decision& decision : decisions) {
    if (found.contains(decision.version)) parts.push_back(decision.version);
  }
  return parts;
}

}  // namespace

Result<Account> account_of(const Question& question, VersionId version) {
  const auto& versions = question.inventory.versions;
  const auto found =
      std::find_if(versions.begin(), versions.end(), [&](const PackageVersion& one) { return one.id == version; });
  if (found == versions.end()) return fail(ErrorCode::internal, "the version to be explained is not in the inventory");
  const auto position = static_cast<std::size_t>(found - versions.begin());
  Plan plan = evaluate(question.inventory, question.facts, question.rules, question.memory, question.now);
  Account account;
  account.parts = parts_of(version, plan.decisions);
  account.decision = std::move(plan.decisions[position]);
  account.silent = silent_on(question, account.decision, position);
  account.policies = std::move(plan.policies);
  account.breach = plan.breach;
  const auto candidacy =
      account.decision.verdict == Verdict::keep ? candidacy_of(question, *found) : std::optional<Candidacy>();
  if (candidacy) {
    account.candidate_from = candidacy->from;
    account.goes_from = candidacy->due_at;
  }
  return account;
}

}  // namespace retention
