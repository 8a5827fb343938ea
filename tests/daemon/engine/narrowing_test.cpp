// Which of the versions that go together with others one policy alone may delete.
#include "daemon/engine/narrowing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <string>

#include "policy/evaluate.h"
#include "tests/support/family_builder.h"
#include "tests/support/plan_view.h"
#include "tests/support/rule_set_builder.h"

namespace retention::engine {
namespace {

using std::chrono::days;
using testing::IsEmpty;

// Policy `own` deletes what has tag x, `other` what has tag y.
RuleSet own_and_other(const std::string& grace = "0d") {
  return test::RuleSetBuilder()
      .policy("own")
      .grace(grace)
      .remove("x", {test::tags_all({"x*"})})
      .policy("other")
      .grace(grace)
      .remove("y", {test::tags_all({"y*"})})
      .build();
}

Plan narrowed(const test::FamilyBuilder& builder, const Memory& memory = {}, const RuleSet& rules = own_and_other()) {
  return narrowed_to(evaluate(builder.build(), {}, rules, memory, test::kNow), rules, "own");
}

test::FamilyBuilder latest() {
  return test::family().image(100, days(1), {"latest"});
}

void expect_course(const Plan& plan, Course course, std::initializer_list<std::int64_t> ids) {
  for (const std::int64_t id : ids) {
    const Decision& decision = test::decision_of(plan, id);
    EXPECT_EQ(decision.course, course) << id;
    if (course == Course::reported) {
      EXPECT_EQ(decision.mode, Mode::audit) << id;
      EXPECT_FALSE(decision.due_at) << id;
    }
  }
}

TEST(Narrowing, LetsFollowersGoWithWhatThePolicyDeletes) {
  const Plan plan = narrowed(latest()
                                 .index(1, days(9), {2}, {"x"})
                                 .index(2, days(9), {3})
                                 .image(3, days(9))
                                 .index(4, days(9), {5}, {"y"})
                                 .index(5, days(9), {6})
                                 .image(6, days(9)));
  expect_course(plan, Course::due, {1, 2, 3});
  expect_course(plan, Course::reported, {4, 5, 6});
  EXPECT_EQ(plan.due, 3);
  EXPECT_EQ(plan.order.size(), 2);
}

TEST(Narrowing, OnlyReportsASharedChildOfAnotherPolicy) {
  for (const int age_of_own : {8, 10}) {
    const Plan plan =
        narrowed(latest().index(1, days(age_of_own), {3}, {"x"}).index(2, days(9), {3}, {"y"}).image(3, days(9)));
    expect_course(plan, Course::due, {1});
    expect_course(plan, Course::reported, {2, 3});
    EXPECT_EQ(plan.due, 1);
    EXPECT_THAT(plan.order, IsEmpty());
  }
}

TEST(Narrowing, OnlyReportsAnImageThatAnotherPolicysIndexLists) {
  const Plan plan = narrowed(
      latest().index(1, days(9), {2}, {"y"}).index(2, days(9), {3}, {"x"}).image(3, days(9)).image(4, days(9), {"x"}));
  expect_course(plan, Course::reported, {1, 2, 3});
  expect_course(plan, Course::due, {4});
  EXPECT_EQ(plan.due, 1);
}

TEST(Narrowing, OnlyReportsWhatFollowsWhatIsGone) {
  const Plan plan = narrowed(latest().image(2, days(9)).gone_index(80, {2}), test::after_deleting({80}));
  expect_course(plan, Course::reported, {2});
  EXPECT_EQ(plan.due, 0);
}

TEST(Narrowing, CountsWhatWaitsForThePolicyOnly) {
  const Plan plan =
      narrowed(latest().index(1, days(9), {2}, {"x"}).image(2, days(9)).index(3, days(9), {4}, {"y"}).image(4, days(9)),
               {}, own_and_other("5d"));
  expect_course(plan, Course::waiting, {1, 2});
  expect_course(plan, Course::reported, {3, 4});
  EXPECT_EQ(plan.waiting, 2);
}

TEST(Narrowing, GoesByTheRulesAloneWithoutManifests) {
  const RuleSet rules = own_and_other();
  Inventory inventory = latest().index(1, days(9), {2}, {"y"}).image(2, days(9), {"x"}).build();
  inventory.manifests.reset();
  const Plan plan = narrowed_to(evaluate(inventory, {}, rules, {}, test::kNow), rules, "own");
  expect_course(plan, Course::reported, {1});
  expect_course(plan, Course::due, {2});
  EXPECT_EQ(plan.due, 1);
}

}  // namespace
}  // namespace retention::engine
