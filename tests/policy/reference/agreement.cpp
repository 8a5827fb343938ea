#include "tests/policy/reference/agreement.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "policy/evaluate.h"
#include "tests/policy/reference/case_text.h"
#include "tests/policy/reference/evaluator.h"
#include "tests/policy/reference/shrink.h"

namespace retention::reference {
namespace {

// The reasons by which a rule keeps a version or would delete it; others say that it leaves one out or spares it.
constexpr std::array kVoices{ReasonCode::protected_by_rule, ReasonCode::protected_by_doubt,
                             ReasonCode::kept_by_rule,      ReasonCode::kept_by_newest,
                             ReasonCode::kept_by_calendar,  ReasonCode::kept_unordered,
                             ReasonCode::kept_by_doubt,     ReasonCode::kept_in_group,
                             ReasonCode::kept_as_oldest,    ReasonCode::matched};

std::string text_of_mode(std::optional<Mode> mode) {
  return mode ? std::string(text_of(kModes, *mode)) : "no mode";
}

std::string describe(const Fate& fate) {
  std::string text = std::string(text_of(kVerdicts, fate.verdict)) + " by the layer " +
                     std::string(text_of(kLayers, fate.layer)) + ", " + text_of_mode(fate.mode) + ", rules:";
  for (const std::string& voice : fate.voices) text += " [" + voice + ']';
  text += ", course " + std::to_string(static_cast<int>(fate.course)) + ", due at " +
          (fate.due_at ? format_rfc3339(*fate.due_at) : "no time") + ", for [" + fate.winner + "], clocks:";
  for (const auto& [voice, clock] : fate.clocks) {
    text += " [" + voice + "] " + std::to_string(clock.first) + ' ' + std::to_string(clock.second);
  }
  return text;
}

std::string describe(std::optional<std::int64_t> limit) {
  return limit ? std::to_string(*limit) : "unlimited";
}

std::string describe_whole(const Outcome& outcome) {
  std::string text = "due " + std::to_string(outcome.due) + ", approved " + std::to_string(outcome.approved) +
                     ", waiting " + std::to_string(outcome.waiting) + ", breach " +
                     std::string(text_of(kLimitBreaches, outcome.breach)) + ", limits " +
                     describe(outcome.limits.versions) + " versions and " + describe(outcome.limits.percent) +
                     " percent, " + std::string(text_of(kModes, outcome.mode)) + ", policies:";
  for (const std::string& policy : outcome.policies) text += ' ' + policy;
  return text;
}

std::string contrast(const std::string& what, const std::string& evaluated, const std::string& decided) {
  return what + "\n  evaluate():       " + evaluated + "\n  by the reference: " + decided + '\n';
}

const RuleInfo& info_of(const Reason& reason, const RuleSet& rules) {
  return rules.rules[static_cast<std::size_t>(reason.rule)].info;
}

}  // namespace

Outcome outcome_of(const Plan& plan, const RuleSet& rules) {
  Outcome outcome;
  for (const Decision& decision : plan.decisions) {
    Fate fate{decision.version, decision.verdict, decision.winner().layer, {},
              decision.mode,    decision.course,  decision.due_at};
    const bool named = decision.verdict == Verdict::remove && decision.winner().rule != kNoRule;
    if (named) fate.winner = voice_of(info_of(decision.winner(), rules));
    for (const Reason& reason : decision.reasons) {
      if (reason.code == ReasonCode::matched) {
        fate.clocks[voice_of(info_of(reason, rules))] = {reason.first, reason.second};
      }
      if (std::find(kVoices.begin(), kVoices.end(), reason.code) != kVoices.end()) {
        fate.voices.insert(voice_of(info_of(reason, rules)));
      }
    }
    outcome.fates.push_back(fate);
  }
  outcome.policies = {plan.policies.begin(), plan.policies.end()};
  outcome.mode = plan.mode;
  outcome.limits = plan.limits;
  outcome.due = plan.due;
  outcome.approved = plan.approved;
  outcome.waiting = plan.waiting;
  outcome.breach = plan.breach;
  return outcome;
}

std::optional<std::string> disagreement(const Case& question) {
  const Plan plan = evaluate(question.inventory, question.facts, question.rules, question.memory, question.now);
  const Outcome evaluated = outcome_of(plan, question.rules);
  const Outcome decided = decide(question);
  if (evaluated == decided) return std::nullopt;
  if (evaluated.fates.size() != decided.fates.size()) return "evaluate() does not decide for each version\n";
  std::string text;
  for (std::size_t i = 0; i < decided.fates.size(); ++i) {
    if (evaluated.fates[i] == decided.fates[i]) continue;
    text += contrast("version " + std::to_string(decided.fates[i].version.value), describe(evaluated.fates[i]),
                     describe(decided.fates[i]));
  }
  if (describe_whole(evaluated) != describe_whole(decided)) {
    text += contrast("the plan", describe_whole(evaluated), describe_whole(decided));
  }
  return text;
}

std::string counterexample(const Case& question) {
  const Case smallest = shrink(question, [](const Case& smaller) { return disagreement(smaller).has_value(); });
  std::string gone;
  for (const Fate& fate : decide(smallest).fates) {
    if (fate.verdict == Verdict::remove) gone += (gone.empty() ? "" : ", ") + std::to_string(fate.version.value);
  }
  return *disagreement(smallest) + '\n' + code_of(smallest) +
         "const Plan plan = evaluate(inventory, facts, rules, memory, now);\n" +
         "EXPECT_THAT(test::deleted(plan), testing::UnorderedElementsAre(" + gone + "));\n";
}

}  // namespace retention::reference
