// How several policies over one package share modes and limits.
#include <gtest/gtest.h>

#include "policy/evaluate.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/plan_view.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::decision_of;
using test::deleted;
using test::everything;
using test::inventory;
using test::kNow;
using test::older_than;
using test::RuleSetBuilder;
using test::tags_all;
using Ids = std::vector<std::int64_t>;

test::InventoryBuilder images(int count) {
  auto builder = inventory(PackageType::container);
  for (int id = 1; id <= count; ++id) builder.version(id, days(1000 - id), {"v" + std::to_string(id)});
  return builder;
}

Plan plan_of(const test::InventoryBuilder& builder, const RuleSetBuilder& rules) {
  return evaluate(builder.build(), {}, rules.build(), {}, kNow);
}

TEST(Modes, OfACandidateAreTheMostCarefulOfThoseThatMatched) {
  const Plan plan = plan_of(images(4), RuleSetBuilder()
                                           .policy("audit", Mode::audit)
                                           .remove("d", {tags_all({"v1", "v2", "v3"})})
                                           .policy("approve", Mode::approve)
                                           .remove("d", {tags_all({"v2", "v3"})})
                                           .policy("enforce", Mode::enforce)
                                           .remove("d", {tags_all({"v3"})}));
  EXPECT_EQ(decision_of(plan, 1).mode, Mode::audit);
  EXPECT_EQ(decision_of(plan, 2).mode, Mode::approve);
  EXPECT_EQ(decision_of(plan, 3).mode, Mode::approve);
  EXPECT_FALSE(decision_of(plan, 4).mode);
  EXPECT_EQ(plan.mode, Mode::enforce);
  EXPECT_EQ(decision_of(plan, 1).course, Course::reported);
  EXPECT_EQ(decision_of(plan, 2).course, Course::awaiting);
  EXPECT_EQ(decision_of(plan, 4).course, Course::stays);
  EXPECT_EQ(plan.due, 2) << "what awaits approval counts";
}

TEST(Modes, OfAnAuditDoNotSlowAnEnforcedCandidate) {
  const Plan plan = plan_of(images(2), RuleSetBuilder()
                                           .policy("audit", Mode::audit)
                                           .remove("d", {tags_all({"v1"})})
                                           .policy("enforce", Mode::enforce)
                                           .remove("d", {tags_all({"v1"})}));
  EXPECT_EQ(decision_of(plan, 1).mode, Mode::enforce);
  EXPECT_EQ(plan.due, 1);
}

TEST(Modes, OfAnAuditDoNotChangeWhatOthersDelete) {
  const auto enforced = RuleSetBuilder().policy("enforce").remove("d", {tags_all({"v2"})});
  auto audited = enforced;
  audited.policy("audit", Mode::audit).remove("d", {everything()});
  EXPECT_EQ(deleted(plan_of(images(2), enforced)), Ids{2});
  const Plan plan = plan_of(images(2), audited);
  EXPECT_EQ(deleted(plan), Ids{2});
  EXPECT_EQ(decision_of(plan, 1).winner().code, ReasonCode::last_tagged);
}

TEST(Modes, LetTheKeepRulesOfAnAuditCount) {
  const Plan plan = plan_of(images(3), RuleSetBuilder()
                                           .policy("audit", Mode::audit)
                                           .keep("k", {tags_all({"v1"})})
                                           .policy("enforce")
                                           .remove("d", {everything()}));
  EXPECT_EQ(deleted(plan), (Ids{2, 3}));
}

TEST(Due, CountsWhatTheModeLetsGoAfterTheFloor) {
  const Plan plan = plan_of(images(5), RuleSetBuilder().policy("enforce").min_keep(2).remove("d", {everything()}));
  EXPECT_EQ(plan.due, 3);
}

TEST(PlanLimits, AreTheSmallestOfThePoliciesThatHaveSomethingDue) {
  const auto rules = RuleSetBuilder()
                         .policy("a")
                         .limits({10, 50, std::nullopt})
                         .remove("d", {tags_all({"v1", "v2"})})
                         .policy("b")
                         .limits({std::nullopt, 40, std::nullopt})
                         .remove("d", {tags_all({"v2"})})
                         .policy("idle")
                         .limits({1, 1, std::nullopt})
                         .remove("d", {tags_all({"no"})})
                         .policy("audit", Mode::audit)
                         .limits({1, 1, std::nullopt})
                         .remove("d", {everything()});
  const Plan plan = plan_of(images(5), rules);
  EXPECT_EQ(plan.due, 2);
  EXPECT_EQ(plan.limits, (Limits{10, 40, std::nullopt}));
  EXPECT_EQ(plan.breach, LimitBreach::none);
}

TEST(PlanLimits, AreNoneIfNothingIsDue) {
  const Plan plan = plan_of(
      images(5), RuleSetBuilder().policy("a", Mode::audit).limits({1, 1, std::nullopt}).remove("d", {everything()}));
  EXPECT_EQ(plan.limits, Limits{});
  EXPECT_EQ(plan.breach, LimitBreach::none);
}

TEST(PlanLimits, CountWhatAwaitsApproval) {
  const Plan plan = plan_of(
      images(5), RuleSetBuilder().policy("a", Mode::approve).limits({1, 1, std::nullopt}).remove("d", {everything()}));
  EXPECT_EQ(plan.due, 4);
  EXPECT_EQ(plan.breach, LimitBreach::versions);
}

TEST(PlanLimits, AreBreachedByTooManyVersions) {
  const auto rules = [](std::int64_t limit) {
    return RuleSetBuilder().policy("a").limits({limit, std::nullopt, std::nullopt}).remove("d", {older_than("1d")});
  };
  EXPECT_EQ(plan_of(images(5), rules(4)).breach, LimitBreach::none);
  EXPECT_EQ(plan_of(images(5), rules(3)).breach, LimitBreach::versions);
  EXPECT_EQ(deleted(plan_of(images(5), rules(3))).size(), 4U) << "nothing is cut from the plan";
}

TEST(PlanLimits, TakeTheShareOfImages) {
  auto builder = images(20);
  for (int id = 100; id < 200; ++id) builder.version(id, days(1));  // untagged, no images
  const auto rules = [](std::int64_t percent) {
    return RuleSetBuilder().policy("a").limits({std::nullopt, percent, std::nullopt}).remove("d", {tags_all({"v1?"})});
  };
  EXPECT_EQ(plan_of(builder, rules(50)).due, 10);
  EXPECT_EQ(plan_of(builder, rules(50)).breach, LimitBreach::none);
  const auto more = [](std::int64_t percent) {
    return RuleSetBuilder().policy("a").limits({std::nullopt, percent, std::nullopt}).remove("d", {tags_all({"v1*"})});
  };
  EXPECT_EQ(plan_of(builder, more(50)).due, 11);
  EXPECT_EQ(plan_of(builder, more(50)).breach, LimitBreach::percent);
  EXPECT_EQ(plan_of(builder, more(55)).breach, LimitBreach::none);
}

TEST(MinAge, IsTheLargestOfAllAuditIncluded) {
  const auto builder =
      inventory(PackageType::npm).named(3, days(1), "3").named(2, days(9), "2").named(1, days(11), "1");
  const Plan plan = plan_of(builder, RuleSetBuilder()
                                         .policy("audit", Mode::audit)
                                         .min_age("10d")
                                         .policy("enforce")
                                         .min_age("1d")
                                         .remove("d", {everything()}));
  EXPECT_EQ(deleted(plan), Ids{1});
}

TEST(MinKeep, IsTheLargestOfAllAuditIncluded) {
  const auto builder =
      inventory(PackageType::npm).named(3, days(1), "3").named(2, days(9), "2").named(1, days(11), "1");
  const Plan plan = plan_of(
      builder, RuleSetBuilder().policy("audit", Mode::audit).min_keep(2).policy("enforce").remove("d", {everything()}));
  EXPECT_EQ(deleted(plan), Ids{1});
}

}  // namespace
}  // namespace retention
