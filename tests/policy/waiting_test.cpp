// What time alone may do to a plan, tried on random cases.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <variant>

#include "tests/policy/case_plans.h"
#include "tests/policy/reference/random_candidacy.h"

namespace retention {
namespace {

using reference::Case;
using reference::Dice;
using reference::random_case;
using test::kTries;
using test::plan_of;

template <typename... Kinds>
void drop_conditions(Rule& rule) {
  std::erase_if(rule.conditions,
                [](const Condition& condition) { return (std::holds_alternative<Kinds>(condition) || ...); });
  if (rule.conditions.empty() && !rule.measure) rule.conditions.push_back(test::everything());
}

// A moment after that of the case: up to two months, often seconds.
SysTime later_than(SysTime now, Dice& dice) {
  return now + std::chrono::seconds(dice.percent(30) ? dice.below(3) : dice.below(std::int64_t{60} * 86400));
}

// Leaves out what lets a version be deleted only while it is young, or be kept only once it is old. In a zone with
// summer time a month ago is not later the later it is: in autumn an hour comes twice.
void let_age_speak_for_deleting(Case& question) {
  question.rules.zone = Zone();
  for (Rule& rule : question.rules.rules) {
    if (rule.info.layer == Layer::remove) {
      drop_conditions<YoungerThanCondition>(rule);
    } else {
      drop_conditions<OlderThanCondition, IdleForCondition, InUseFileCondition>(rule);
    }
    if (rule.measure) drop_conditions<YoungerThanCondition>(rule);
  }
}

TEST(Waiting, NeverTakesACandidateAwayByAge) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    let_age_speak_for_deleting(question);
    const Plan before = plan_of(question);
    question.now = later_than(question.now, dice);
    const Plan after = plan_of(question);
    // Where others grow old, the floor needs more of those that are left.
    const auto lost = test::without(test::deleted(before), test::deleted(after));
    for (const std::int64_t id : lost) {
      EXPECT_EQ(test::decision_of(after, id).winner().layer, Layer::floor) << "version " << id << ", seed " << seed;
    }
    EXPECT_LE(lost.size(), test::without(test::deleted(after), test::deleted(before)).size()) << "seed " << seed;
  }
}

// More policies may speak of a version that has grown older, and the most careful mode among them holds: it goes later
// then. With one mode for all, what a limit holds back is held back until a person looks at it.
TEST(Waiting, LiftsNoLimit) {
  int breached = 0;
  for (std::uint64_t seed = 0; seed < 4 * kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    let_age_speak_for_deleting(question);
    reference::let_go_at_once(question);
    for (Policy& policy : question.rules.policies) policy.mode = Mode::enforce;
    if (plan_of(question).breach == LimitBreach::none) continue;
    ++breached;
    question.now = later_than(question.now, dice);
    EXPECT_NE(plan_of(question).breach, LimitBreach::none) << "seed " << seed;
  }
  EXPECT_GE(breached, 100);
}

// Leaves out everything that has an age, an end or a moment of its own.
void take_time_out(Case& question) {
  for (Rule& rule : question.rules.rules) {
    drop_conditions<OlderThanCondition, YoungerThanCondition, IdleForCondition, InUseFileCondition>(rule);
  }
  for (Policy& policy : question.rules.policies) policy.min_age = {};
  question.memory = {};
  reference::let_go_at_once(question);
  std::erase_if(question.inventory.versions, [&](const PackageVersion& version) {
    return version.created_at && *version.created_at > question.now;
  });
}

TEST(Waiting, MakesNothingDueWhereNoRuleAsksForTime) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    take_time_out(question);
    const Plan before = plan_of(question);
    question.now = later_than(question.now, dice);
    const Plan after = plan_of(question);
    ASSERT_EQ(test::deleted(after), test::deleted(before)) << seed;
    ASSERT_EQ(after.due, before.due) << seed;
    ASSERT_EQ(after.breach, before.breach) << seed;
  }
}

}  // namespace
}  // namespace retention
