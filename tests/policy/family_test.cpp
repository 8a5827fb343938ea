// What the specification says of container packages, sentence by sentence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/evaluate.h"
#include "tests/support/family_builder.h"
#include "tests/support/plan_view.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::attachment_tag;
using test::codes_of;
using test::decision_of;
using test::deleted;
using test::family;
using testing::ElementsAre;
using testing::IsEmpty;

test::RuleSetBuilder policy(Mode mode = Mode::enforce) {
  return test::RuleSetBuilder().policy("p", mode);
}

// Deletes what has tag x.
RuleSet delete_x(Mode mode = Mode::enforce) {
  return policy(mode).remove("x", {test::tags_all({"x*"})}).build();
}

Plan plan(const test::FamilyBuilder& builder, const RuleSet& rules, const Memory& memory = {},
          const Facts& facts = {}) {
  return evaluate(builder.build(), facts, rules, memory, test::kNow);
}

// With an image beside it that the floor may have.
test::FamilyBuilder beside() {
  return family().image(100, days(1), {"latest"});
}

TEST(Family, IsAsBeforeWithoutManifests) {
  Inventory inventory = beside().index(1, days(9), {2}, {"x"}).image(2, days(9)).build();
  inventory.manifests.reset();
  const Plan result = evaluate(inventory, {}, delete_x(), {}, test::kNow);
  EXPECT_THAT(deleted(result), ElementsAre(1));
  EXPECT_THAT(codes_of(result, 2), ElementsAre(ReasonCode::manifest_unknown));
}

TEST(Family, KeepsWhateverManifestIsNotKnown) {
  const Plan result = plan(beside().version(1, days(9), {"x"}).version(2, days(9)), delete_x());
  EXPECT_THAT(deleted(result), IsEmpty());
  EXPECT_EQ(decision_of(result, 1).winner().code, ReasonCode::manifest_unknown);
  EXPECT_EQ(decision_of(result, 2).winner().code, ReasonCode::manifest_unknown);
}

TEST(Family, FollowsNestedIndexesDown) {
  const auto images = beside().index(1, days(9), {2}, {"x"}).index(2, days(9), {3}).image(3, days(9));
  const Plan result = plan(images, delete_x());
  EXPECT_THAT(deleted(result), ElementsAre(1, 2, 3));
  EXPECT_EQ(decision_of(result, 3).winner(), (Reason{Layer::graph, ReasonCode::follows_index, 0, 2, 1}));
}

TEST(Family, KeepsATaggedMemberOfAKeptIndex) {
  const Plan result = plan(beside().index(1, days(9), {2}, {"v1"}).image(2, days(9), {"x"}), delete_x());
  EXPECT_THAT(deleted(result), IsEmpty());
  EXPECT_THAT(codes_of(result, 2), ElementsAre(ReasonCode::kept_member, ReasonCode::matched));
}

TEST(Family, KeepsATaggedImageForNoSubject) {
  EXPECT_THAT(deleted(plan(beside().image(1, days(9), {"v1"}).referrer(2, days(9), 1, {"x"}), delete_x())),
              ElementsAre(2));
}

TEST(Family, AProtectedChildHoldsEveryIndexAboveIt) {
  const auto images =
      beside().index(1, days(9), {2}, {"x"}).index(2, days(9), {3, 4}).image(3, days(9)).image(4, days(9));
  Memory memory;
  memory.pins[VersionId{3}] = {};
  const Plan result = plan(images, delete_x(), memory);
  EXPECT_THAT(deleted(result), IsEmpty());
  EXPECT_THAT(codes_of(result, 1), ElementsAre(ReasonCode::holds_protected, ReasonCode::matched));
  EXPECT_EQ(decision_of(result, 1).winner().first, 3);
  EXPECT_THAT(codes_of(result, 2), ElementsAre(ReasonCode::holds_protected));
  EXPECT_THAT(codes_of(result, 4), ElementsAre(ReasonCode::kept_child));
}

TEST(Family, AGuardedChildAndAProtectedAttachmentHoldNothingAbove) {
  Memory memory;
  memory.refusals[VersionId{2}] = {Refusal::downloads, test::kNow + days(1)};
  memory.pins[VersionId{3}] = {};
  const auto images = beside().index(1, days(9), {2}, {"x"}).image(2, days(9)).referrer(3, days(9), 1);
  EXPECT_THAT(deleted(plan(images, delete_x(), memory)), ElementsAre(1));
}

TEST(Family, FallbackIndexesKeepTheirChildrenAndGoWithThem) {
  const auto images = beside()
                          .image(1, days(9), {"x"})
                          .index(2, days(9), {3, 4}, {attachment_tag(1)})
                          .referrer(3, days(9), 1)
                          .image(4, days(9));
  EXPECT_THAT(deleted(plan(images, delete_x())), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(deleted(plan(images, policy().remove("untagged", {test::untagged()}).build())), IsEmpty());
}

TEST(Family, ReferrersOfAPlatformGoWithItsIndex) {
  const auto images = beside()
                          .index(1, days(9), {2}, {"x"})
                          .image(2, days(9))
                          .referrer(3, days(9), 2)
                          .image(4, days(9), {attachment_tag(2, ".sig")})
                          .referrer(5, days(9), 1);
  EXPECT_THAT(deleted(plan(images, delete_x())), ElementsAre(1, 2, 3, 4, 5));
}

TEST(Family, RulesDecideOnImagesOnly) {
  const auto images = beside()
                          .index(1, days(9), {2}, {"v1"})
                          .image(2, days(9))
                          .image(3, days(9), {attachment_tag(1)})
                          .image(4, days(9));
  const RuleSet rules = policy().keep("one", {}, 1).remove("all", {test::everything()}).build();
  const Plan result = plan(images, rules);
  EXPECT_THAT(deleted(result), ElementsAre(1, 2, 3)) << "of tagged and untagged images one stays each";
  EXPECT_EQ(result.usage.rules[0].matched, 3) << "images are counted, and nothing else";
}

TEST(Family, CirclesStayUnlessACandidateReachesThem) {
  const auto circle = beside().index(1, days(9), {2}).index(2, days(9), {1});
  const RuleSet rules = policy().remove("untagged", {test::untagged()}).remove("x", {test::tags_all({"x"})}).build();
  const Plan alone = plan(circle, rules);
  EXPECT_THAT(deleted(alone), IsEmpty());
  EXPECT_THAT(codes_of(alone, 1), ElementsAre(ReasonCode::nothing_spoke));
  auto reached = circle;
  EXPECT_THAT(deleted(plan(reached.index(3, days(9), {1}, {"x"}), rules)), ElementsAre(1, 2, 3));
}

TEST(Family, GhostsChangeNothing) {
  EXPECT_THAT(deleted(plan(beside().index(1, days(9), {80, 81, 2}, {"x"}).image(2, days(9)), delete_x())),
              ElementsAre(1, 2));
}

TEST(Family, WhatOnlyDeletedOnesHadGoesAfterThemAtOnce) {
  const auto images =
      beside().image(2, days(9)).image(3, days(9), {attachment_tag(80)}).gone_index(80, {81}).gone_index(81, {2});
  const RuleSet rules = policy(Mode::audit).policy("q", Mode::approve).grace("30d").policy("r").grace("9d").build();
  const Memory memory = test::after_deleting({80, 81});
  const Plan result = plan(images, rules, memory);
  EXPECT_THAT(deleted(result), ElementsAre(2, 3));
  for (const std::int64_t id : {2, 3}) {
    EXPECT_EQ(decision_of(result, id).mode, Mode::approve);
    EXPECT_EQ(decision_of(result, id).course, Course::awaiting);
    EXPECT_EQ(decision_of(result, id).due_at, MaybeTime(test::kNow));
    EXPECT_EQ(decision_of(result, id).winner().rule, kNoRule);
  }
  Memory approved = memory;
  approved.approvals[VersionId{2}] = {sha256("a rule")};
  EXPECT_EQ(decision_of(plan(images, rules, approved), 2).course, Course::approved);
  EXPECT_EQ(decision_of(plan(images, policy(Mode::audit).build(), memory), 2).course, Course::reported);
  const RuleSet other = test::RuleSetBuilder().policy("p").packages({"other"}).build();
  EXPECT_THAT(deleted(plan(images, other, memory)), IsEmpty()) << "no policy selects the package";
}

TEST(Family, WhatAListedVersionStillHasDoesNotGoAfterADeletedOne) {
  const auto images = beside().index(1, days(9), {2}, {"v1"}).image(2, days(9)).gone_index(80, {2});
  EXPECT_THAT(deleted(plan(images, delete_x(), test::after_deleting({80}))), IsEmpty());
  const auto through = beside().index(1, days(9), {80}, {"v1"}).image(2, days(9)).gone_index(80, {2});
  EXPECT_THAT(deleted(plan(through, delete_x(), test::after_deleting({80}))), IsEmpty());
}

TEST(Family, FollowersTakeTheMostCarefulCourseOfWhatTheyFollow) {
  const auto images = beside().index(1, days(9), {3}, {"x"}).index(2, days(8), {3}, {"y"}).image(3, days(9));
  const auto both = [](Mode mode, const std::string& grace) {
    return policy()
        .remove("x", {test::tags_all({"x"})})
        .policy("q", mode)
        .grace(grace)
        .remove("y", {test::tags_all({"y"})});
  };
  EXPECT_EQ(decision_of(plan(images, both(Mode::enforce, "0d").build()), 3).course, Course::due);
  EXPECT_EQ(decision_of(plan(images, both(Mode::approve, "0d").build()), 3).course, Course::awaiting);
  EXPECT_EQ(decision_of(plan(images, both(Mode::audit, "0d").build()), 3).course, Course::reported);
  const Plan waiting = plan(images, both(Mode::enforce, "5d").build());
  EXPECT_EQ(decision_of(waiting, 3).course, Course::waiting);
  EXPECT_EQ(decision_of(waiting, 3).due_at, MaybeTime(test::kNow + days(5)));
  EXPECT_EQ(decision_of(waiting, 3).winner(), (Reason{Layer::graph, ReasonCode::follows_index, 1, 2, 2}));
}

TEST(Family, AFollowerIsApprovedByItself) {
  const auto images = beside().index(1, days(9), {2}, {"x"}).image(2, days(9));
  const RuleSet rules = delete_x(Mode::approve);
  const Digest meaning = rules.rules[0].info.meaning;
  Memory memory;
  memory.approvals[VersionId{1}] = {meaning};
  EXPECT_EQ(decision_of(plan(images, rules, memory), 2).course, Course::awaiting);
  memory.approvals[VersionId{2}] = {meaning};
  EXPECT_EQ(decision_of(plan(images, rules, memory), 2).course, Course::approved);
  memory.approvals.erase(VersionId{1});
  EXPECT_EQ(decision_of(plan(images, rules, memory), 2).course, Course::awaiting) << "its index still waits";
}

TEST(Family, NoMemberGoesBeforeAnIndexThatWaits) {
  const auto images = beside().index(1, days(9), {2}, {"y"}).image(2, days(9), {"x"});
  const RuleSet rules = policy()
                            .remove("x", {test::tags_all({"x"})})
                            .policy("q")
                            .grace("5d")
                            .remove("y", {test::tags_all({"y"})})
                            .build();
  const Plan result = plan(images, rules);
  EXPECT_EQ(decision_of(result, 2).course, Course::waiting);
  EXPECT_EQ(decision_of(result, 2).due_at, MaybeTime(test::kNow + days(5)));
  EXPECT_EQ(result.due, 0);
}

TEST(Family, AnAuditedIndexKeepsItsMembers) {
  const auto images = beside().index(1, days(9), {2, 3}, {"y"}).image(2, days(9), {"x"}).image(3, days(9));
  const RuleSet rules = policy()
                            .remove("x", {test::tags_all({"x"})})
                            .policy("q", Mode::audit)
                            .remove("y", {test::tags_all({"y"})})
                            .build();
  const Plan result = plan(images, rules);
  EXPECT_EQ(decision_of(result, 2).verdict, Verdict::keep);
  EXPECT_EQ(decision_of(result, 3).course, Course::reported);
}

TEST(Family, TheFloorCountsImagesAndWhatStaysWithThem) {
  const auto images = family()
                          .image(1, days(1))
                          .index(2, days(2), {1, 3}, {"x1"})
                          .image(3, days(9), {"x2"})
                          .image(4, days(3), {"x3"})
                          .image(5, days(4), {"x4"});
  const Plan result = plan(images, policy().min_keep(2).remove("all", {test::everything()}).build());
  EXPECT_THAT(deleted(result), ElementsAre(4, 5));
  EXPECT_THAT(codes_of(result, 3), ElementsAre(ReasonCode::kept_member, ReasonCode::matched));
}

TEST(Family, AnAttachmentIsNotTheLastTaggedImage) {
  const auto images = family().image(1, days(1)).image(2, days(9), {"x"}).image(3, days(1), {attachment_tag(1)});
  const Plan result = plan(images, delete_x());
  EXPECT_THAT(deleted(result), IsEmpty());
  EXPECT_THAT(codes_of(result, 2), ElementsAre(ReasonCode::last_tagged, ReasonCode::matched));
}

TEST(Family, VersionsCountsFollowersAndPercentOnlyImages) {
  auto images = family();
  for (std::int64_t id = 1; id <= 10; ++id) images.index(id, days(9), {100 + id}, {"x"}).image(100 + id, days(9));
  for (std::int64_t id = 11; id <= 20; ++id) images.image(id, days(8), {"y"});
  const auto limited = [&](const Limits& limits) {
    return plan(images, policy().limits(limits).remove("x", {test::tags_all({"x"})}).build());
  };
  EXPECT_EQ(limited({}).due, 20);
  EXPECT_EQ(limited({20, {}, {}}).breach, LimitBreach::none);
  EXPECT_EQ(limited({19, {}, {}}).breach, LimitBreach::versions);
  EXPECT_EQ(limited({{}, 1, {}}).breach, LimitBreach::none) << "ten images are always within percent";
}

}  // namespace
}  // namespace retention
