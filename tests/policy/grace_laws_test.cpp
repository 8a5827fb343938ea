// What may change how much is due, and what may not, tried on random cases.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/policy/case_plans.h"
#include "tests/policy/reference/random_candidacy.h"
#include "tests/policy/reference/random_rules.h"

namespace retention {
namespace {

using reference::Case;
using reference::Clock;
using reference::Dice;
using reference::random_case;
using std::chrono::seconds;
using test::kTries;
using test::plan_of;

using Ids = std::set<std::int64_t>;

// The candidates whose grace is over, whoever else has to let them go.
Ids out_of_grace(const Plan& plan) {
  Ids ids;
  for (const Decision& decision : plan.decisions) {
    if (decision.course == Course::due || decision.course == Course::awaiting || decision.course == Course::approved) {
      ids.insert(decision.version.value);
    }
  }
  return ids;
}

Ids in_grace(const Plan& plan) {
  Ids ids;
  for (const Decision& decision : plan.decisions) {
    if (decision.course == Course::waiting) ids.insert(decision.version.value);
  }
  return ids;
}

std::multiset<RuleIndex> rules_of(const Decision& decision) {
  std::multiset<RuleIndex> rules;
  for (const Reason& reason : decision.reasons) rules.insert(reason.rule);
  return rules;
}

// When and how each version goes.
using Fate = std::map<std::int64_t, std::tuple<Verdict, Course, std::optional<SysTime>>>;

Fate fate_of(const Plan& plan) {
  Fate fate;
  for (const Decision& decision : plan.decisions) {
    fate[decision.version.value] = {decision.verdict, decision.course, decision.due_at};
  }
  return fate;
}

void expect_within(const Ids& some, const Ids& all, std::uint64_t seed) {
  for (const std::int64_t id : some) EXPECT_TRUE(all.contains(id)) << "version " << id << ", seed " << seed;
}

// Some policies ask for more grace than before: a second, a day, a month.
void lengthen_grace(Case& question, Dice& dice) {
  for (Policy& policy : question.rules.policies) {
    if (dice.percent(30)) continue;
    policy.grace.exact += seconds(dice.percent(30) ? 1 : dice.below(std::int64_t{10} * 86400));
    policy.grace.calendar += std::chrono::months(dice.percent(20) ? 1 : 0);
  }
}

// The clocks that the ledger would hold after this plan.
std::vector<Clock> clocks_after(const Case& question, const Plan& plan) {
  std::vector<Clock> clocks;
  for (const Decision& decision : plan.decisions) {
    std::set<std::string> meanings;
    for (const Reason& reason : decision.reasons) {
      if (reason.code != ReasonCode::matched || reason.layer != Layer::remove || reason.first == 0) continue;
      const Digest& meaning = question.rules.rules[static_cast<std::size_t>(reason.rule)].info.meaning;
      if (!meanings.insert(to_hex(meaning)).second) continue;
      clocks.push_back({decision.version, meaning, SysTime(seconds(reason.first)), reason.second});
    }
  }
  return clocks;
}

TEST(GraceLaws, MoreGraceMakesNothingDue) {
  std::size_t held_back = 0;
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    const Plan before = plan_of(question);
    lengthen_grace(question, dice);
    const Plan after = plan_of(question);
    expect_within(out_of_grace(after), out_of_grace(before), seed);
    ASSERT_EQ(test::deleted(after), test::deleted(before)) << "grace makes and unmakes no candidate, seed " << seed;
    held_back += out_of_grace(before).size() - out_of_grace(after).size();
  }
  EXPECT_GE(held_back, 100U);
}

TEST(GraceLaws, WhatIsDueWithSomeGraceIsDueWithLess) {
  std::size_t released = 0;
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    const Plan before = plan_of(question);
    for (Policy& policy : question.rules.policies) {
      if (dice.percent(30)) continue;
      policy.grace.exact = seconds(dice.below(policy.grace.exact.count() + 1));
      if (dice.percent(50)) policy.grace.calendar = {};
    }
    const Plan after = plan_of(question);
    expect_within(out_of_grace(before), out_of_grace(after), seed);
    released += out_of_grace(after).size() - out_of_grace(before).size();
  }
  EXPECT_GE(released, 20U);
}

TEST(GraceLaws, AKeepRuleMakesNothingDueButFromTheFloor) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    if (question.rules.policies.empty()) continue;
    const Plan before = plan_of(question);
    RuleSet& rules = question.rules;
    Policy& policy = rules.policies.back();
    policy.rules.push_back(static_cast<RuleIndex>(rules.rules.size()));
    rules.rules.push_back(
        reference::random_rule(dice, question.inventory.package.type, Layer::keep, policy.name, "more"));
    for (const std::int64_t id : out_of_grace(plan_of(question))) {
      if (out_of_grace(before).contains(id)) continue;
      EXPECT_EQ(test::decision_of(before, id).winner().layer, Layer::floor) << "version " << id << ", seed " << seed;
    }
  }
}

TEST(GraceLaws, TheSameHistoryDecidesTheSame) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    const Case question = random_case(seed);
    ASSERT_EQ(fate_of(plan_of(question)), fate_of(plan_of(question))) << seed;
  }
}

TEST(GraceLaws, ACycleThatIsCountedTwiceInOneSecondChangesNothing) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Case question = random_case(seed);
    question.memory.counting = Counting::counts;
    const Plan before = plan_of(question);
    set_clocks(question, clocks_after(question, before));
    ASSERT_EQ(fate_of(plan_of(question)), fate_of(before)) << seed;
  }
}

TEST(GraceLaws, ACycleThatDoesNotCountDecidesAsOneThatDoes) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Case question = random_case(seed);
    question.memory.counting = Counting::counts;
    const Fate counted = fate_of(plan_of(question));
    question.memory.counting = Counting::stands;
    ASSERT_EQ(fate_of(plan_of(question)), counted) << seed;
  }
}

TEST(GraceLaws, LosingAClockMakesNothingDue) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    const Ids before = out_of_grace(plan_of(question));
    std::vector<Clock> rest = question.clocks;
    std::erase_if(rest, [&](const Clock&) { return dice.percent(40); });
    set_clocks(question, rest);
    expect_within(out_of_grace(plan_of(question)), before, seed);
  }
}

// Until then it waits, to the second, whatever else happens to its neighbours.
TEST(GraceLaws, WhatWaitsIsOutOfGraceWhenItWasSaidToBe) {
  std::size_t seen = 0;
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Case question = random_case(seed);
    question.memory.counting = Counting::counts;
    const Plan plan = plan_of(question);
    set_clocks(question, clocks_after(question, plan));
    for (const std::int64_t id : in_grace(plan)) {
      const Decision& decision = test::decision_of(plan, id);
      for (const auto& [at, course] :
           {std::pair(*decision.due_at - seconds(1), Course::waiting), std::pair(*decision.due_at, Course::due)}) {
        Case later = question;
        later.now = at;
        const Plan then = plan_of(later);
        const Decision& again = test::decision_of(then, id);
        // Age may bring other rules to speak of it by then, which is another question.
        if (again.verdict != Verdict::remove || rules_of(again) != rules_of(decision)) continue;
        EXPECT_EQ(again.course == Course::waiting, course == Course::waiting) << "version " << id << ", seed " << seed;
        ++seen;
      }
    }
  }
  EXPECT_GE(seen, 100U);
}

}  // namespace
}  // namespace retention
