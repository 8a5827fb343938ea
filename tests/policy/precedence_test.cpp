// What has to be gone first, of the versions of a container package that go.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "policy/evaluate.h"
#include "tests/support/family_builder.h"
#include "tests/support/plan_view.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::attachment_tag;
using test::decision_of;
using test::deleted;
using test::FamilyBuilder;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

// Deletes what has a tag that begins with x; what begins with y goes five days later, or is only reported.
RuleSet x_before_y(Mode mode_of_y = Mode::enforce) {
  return test::RuleSetBuilder()
      .policy("p")
      .remove("x", {test::tags_all({"x*"})})
      .policy("q", mode_of_y)
      .grace("5d")
      .remove("y", {test::tags_all({"y*"})})
      .build();
}

Plan plan_for(const FamilyBuilder& builder, const std::vector<std::int64_t>& gone = {},
              const RuleSet& rules = x_before_y()) {
  return evaluate(builder.build(), {}, rules, test::after_deleting(gone), test::kNow);
}

// With an image that the floor may have.
FamilyBuilder with_latest() {
  return test::family().image(100, days(1), {"latest"});
}

// By ids.
std::vector<std::pair<std::int64_t, std::int64_t>> pairs_of(const Plan& plan) {
  std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
  for (const Precedence& one : plan.order) {
    pairs.emplace_back(plan.decisions[one.first].version.value, plan.decisions[one.second].version.value);
  }
  return pairs;
}

TEST(Precedence, PutsAnIndexBeforeItsChildren) {
  const Plan plan = plan_for(with_latest().index(1, days(9), {2, 3}, {"x"}).image(2, days(9)).image(3, days(9)));
  EXPECT_THAT(pairs_of(plan), UnorderedElementsAre(Pair(1, 2), Pair(1, 3)));
}

TEST(Precedence, PutsEveryIndexBeforeASharedChild) {
  const Plan plan =
      plan_for(with_latest().index(1, days(9), {3}, {"x1"}).index(2, days(9), {3}, {"x2"}).image(3, days(9)));
  EXPECT_THAT(pairs_of(plan), UnorderedElementsAre(Pair(1, 3), Pair(2, 3)));
}

TEST(Precedence, IsAscendingBySecondThenFirst) {
  const auto images = with_latest()
                          .image(1, days(9))
                          .index(2, days(9), {1, 4}, {"x"})
                          .index(3, days(9), {4, 1}, {"x"})
                          .image(4, days(9));
  const std::vector<Precedence> order = plan_for(images).order;
  ASSERT_EQ(order.size(), 4);
  for (std::size_t i = 1; i < order.size(); ++i) {
    EXPECT_LT(std::pair(order[i - 1].second, order[i - 1].first), std::pair(order[i].second, order[i].first));
  }
}

TEST(Precedence, SaysOnlyWhatIsDirectlyAbove) {
  const Plan plan = plan_for(with_latest().index(1, days(9), {2}, {"x"}).index(2, days(9), {3}).image(3, days(9)));
  EXPECT_THAT(pairs_of(plan), UnorderedElementsAre(Pair(1, 2), Pair(2, 3)));
}

TEST(Precedence, PutsASubjectBeforeItsAttachments) {
  const auto images =
      with_latest().image(1, days(9), {"x"}).referrer(2, days(9), 1).image(3, days(9), {attachment_tag(1, ".sig")});
  EXPECT_THAT(pairs_of(plan_for(images)), UnorderedElementsAre(Pair(1, 2), Pair(1, 3)));
}

TEST(Precedence, SaysEachOnceHoweverOftenItIsTied) {
  Manifest list;
  list.kind = ManifestKind::index;
  list.children = {test::digest_of(2)};
  const auto images = with_latest().version(1, days(9), {"x"}).manifest(1, list).referrer(2, days(9), 1);
  EXPECT_THAT(pairs_of(plan_for(images)), ElementsAre(Pair(1, 2)));
}

TEST(Precedence, PutsAnIndexBeforeATaggedMember) {
  const Plan plan = plan_for(with_latest().index(1, days(9), {2}, {"x1"}).image(2, days(9), {"x2"}));
  EXPECT_THAT(pairs_of(plan), ElementsAre(Pair(1, 2)));
}

TEST(Precedence, SaysNothingOfWhatDoesNotGo) {
  const auto images = [](const std::string& tag) {
    return with_latest().index(1, days(9), {2}, {tag}).image(2, days(9));
  };
  EXPECT_THAT(plan_for(images("kept")).order, IsEmpty());
  EXPECT_THAT(plan_for(images("y")).order, IsEmpty()) << "it waits";
  EXPECT_THAT(plan_for(images("y"), {}, x_before_y(Mode::audit)).order, IsEmpty());
  EXPECT_THAT(pairs_of(plan_for(images("x"))), ElementsAre(Pair(1, 2)));
}

TEST(Precedence, SaysNothingWithoutManifests) {
  Inventory inventory = with_latest().index(1, days(9), {2}, {"x1"}).image(2, days(9), {"x2"}).build();
  inventory.manifests.reset();
  const Plan plan = evaluate(inventory, {}, x_before_y(), {}, test::kNow);
  EXPECT_THAT(deleted(plan), ElementsAre(1, 2));
  EXPECT_THAT(plan.order, IsEmpty());
}

TEST(Precedence, GoesThroughACircleOnce) {
  const auto images = with_latest().index(1, days(9), {2}, {"x"}).index(2, days(9), {3}).index(3, days(9), {2});
  EXPECT_THAT(pairs_of(plan_for(images)), UnorderedElementsAre(Pair(1, 2), Pair(2, 3), Pair(3, 2)));
}

TEST(Precedence, SaysNothingOfWhatIsGone) {
  const Plan plan = plan_for(with_latest().image(2, days(9)).gone_index(80, {2}), {80});
  EXPECT_EQ(decision_of(plan, 2).course, Course::due);
  EXPECT_THAT(plan.order, IsEmpty());
}

TEST(Precedence, LetsWaitWhatIsReachedOverWhatIsGone) {
  const auto images = with_latest()
                          .index(1, days(9), {80}, {"x"})
                          .gone_index(80, {81, 5})
                          .gone_index(81, {2})
                          .index(2, days(9), {3})
                          .image(3, days(9))
                          .image(5, days(9), {"x2"});
  const Plan plan = plan_for(images, {80, 81});
  EXPECT_THAT(deleted(plan), ElementsAre(1, 2, 3, 5));
  EXPECT_EQ(decision_of(plan, 1).course, Course::due);
  for (const std::int64_t id : {2, 3, 5}) {
    EXPECT_EQ(decision_of(plan, id).course, Course::waiting) << id;
    EXPECT_EQ(decision_of(plan, id).due_at, MaybeTime(test::kNow)) << id;
  }
  EXPECT_EQ(plan.due, 1);
  EXPECT_EQ(plan.waiting, 3);
  EXPECT_THAT(plan.order, IsEmpty());
}

}  // namespace
}  // namespace retention
