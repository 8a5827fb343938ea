#include "policy/evaluate.h"

#include <gtest/gtest.h>

#include "tests/support/inventory_builder.h"
#include "tests/support/plan_view.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::codes_of;
using test::decision_of;
using test::deleted;
using test::everything;
using test::inventory;
using test::kNow;
using test::older_than;
using test::RuleSetBuilder;
using test::tags_all;
using test::tags_any;
using Codes = std::vector<ReasonCode>;
using Ids = std::vector<std::int64_t>;

Plan plan_of(const test::InventoryBuilder& builder, const RuleSetBuilder& rules, const Memory& memory = {}) {
  return evaluate(builder.build(), {}, rules.build(), memory, kNow);
}

test::InventoryBuilder three_images() {
  return inventory(PackageType::container)
      .version(3, days(10), {"v3"})
      .version(2, days(20), {"v2"})
      .version(1, days(30), {"v1"});
}

TEST(Evaluate, DecidesForEachVersionInOrder) {
  const Plan plan = plan_of(three_images(), RuleSetBuilder().policy("p").remove("old", {older_than("15d")}));
  ASSERT_EQ(plan.decisions.size(), 3U);
  EXPECT_EQ(plan.decisions[0].version, VersionId{3});
  EXPECT_EQ(plan.decisions[2].version, VersionId{1});
  EXPECT_EQ(deleted(plan), (Ids{1, 2}));
}

TEST(Evaluate, OverlooksTagsAndNoVersionNames) {
  const auto packages = inventory(PackageType::npm).named(2, days(1), "2.0.0").named(1, days(90), "1.0.0-rc.1");
  const Plan plan =
      plan_of(packages, RuleSetBuilder().policy("p").ignore_tags({"*"}).remove("pre", {test::prerelease()}));
  EXPECT_EQ(deleted(plan), Ids{1});
}

TEST(Evaluate, KeepsAllIfNoPolicySelectsThePackage) {
  const Plan plan =
      plan_of(three_images(), RuleSetBuilder().policy("p").packages({"other"}).remove("all", {everything()}));
  EXPECT_TRUE(deleted(plan).empty());
  EXPECT_TRUE(plan.policies.empty());
  EXPECT_EQ(codes_of(plan, 1), Codes{ReasonCode::nothing_spoke});
}

TEST(Evaluate, KeepsWhatNoRuleSpeaksOf) {
  const Plan plan = plan_of(three_images(), RuleSetBuilder().policy("p").remove("old", {older_than("25d")}));
  EXPECT_EQ(deleted(plan), Ids{1});
  EXPECT_EQ(decision_of(plan, 3).winner(), (Reason{Layer::fallback, ReasonCode::nothing_spoke}));
}

TEST(Evaluate, LetsKeepBeatDeleteAndRemembersWhatWouldHaveDeleted) {
  const Plan plan =
      plan_of(three_images(),
              RuleSetBuilder().policy("a").remove("all", {everything()}).policy("b").keep("v1", {tags_any({"v1"})}));
  EXPECT_EQ(deleted(plan), (Ids{2, 3}));
  EXPECT_EQ(decision_of(plan, 1).reasons,
            (std::vector<Reason>{{Layer::keep, ReasonCode::kept_by_rule, 1}, {Layer::remove, ReasonCode::matched, 0}}));
}

TEST(Evaluate, NamesTheHighestLayerFirst) {
  Memory memory;
  memory.returned = {VersionId{1}};
  memory.pins[VersionId{1}] = {};
  memory.refusals[VersionId{1}] = {Refusal::last_tagged, kNow + days(1)};
  const Plan plan = plan_of(three_images(),
                            RuleSetBuilder()
                                .protect("p-all", {everything()})
                                .policy("p")
                                .keep("k-all", {everything()})
                                .keep("k-newest", {}, 1)
                                .remove("d-all", {everything()}),
                            memory);
  EXPECT_EQ(codes_of(plan, 1),
            (Codes{ReasonCode::refused_by_platform, ReasonCode::protected_by_rule, ReasonCode::pinned,
                   ReasonCode::returned, ReasonCode::kept_by_rule, ReasonCode::matched, ReasonCode::beyond_newest}));
}

TEST(Evaluate, ProtectsAcrossPoliciesAndTypes) {
  const auto rules = RuleSetBuilder().protect("moving", {tags_any({"v*"})}).policy("p").remove("all", {everything()});
  EXPECT_TRUE(deleted(plan_of(three_images(), rules)).empty());
}

TEST(Evaluate, KeepsTheNewestAndSaysWhichPlaceEachTook) {
  const Plan plan =
      plan_of(three_images(), RuleSetBuilder().policy("p").keep("recent", {}, 2).remove("all", {everything()}));
  EXPECT_EQ(deleted(plan), Ids{1});
  EXPECT_EQ(decision_of(plan, 2).winner(), (Reason{Layer::keep, ReasonCode::kept_by_newest, 0, 2, 3}));
  EXPECT_EQ(decision_of(plan, 1).reasons, (std::vector<Reason>{{Layer::remove, ReasonCode::matched, 1},
                                                               {Layer::keep, ReasonCode::beyond_newest, 0, 3, 3}}));
}

TEST(Evaluate, SaysOfAVersionLeftOutThatNothingDeletesIt) {
  const Plan plan = plan_of(three_images(), RuleSetBuilder().policy("p").keep("recent", {}, 2));
  EXPECT_EQ(codes_of(plan, 1), (Codes{ReasonCode::nothing_spoke, ReasonCode::beyond_newest}));
}

TEST(Evaluate, LetsProtectedVersionsUseSlots) {
  const auto rules = RuleSetBuilder()
                         .protect("v3", {tags_any({"v3"})})
                         .policy("p")
                         .keep("recent", {}, 1)
                         .remove("all", {everything()});
  EXPECT_EQ(deleted(plan_of(three_images(), rules)), (Ids{1, 2}));
  const auto subtracting = RuleSetBuilder()
                               .protect("v3", {tags_any({"v3"})})
                               .policy("p")
                               .keep("recent", {tags_any({"*", "!v3"})}, 1)
                               .remove("all", {everything()});
  EXPECT_EQ(deleted(plan_of(three_images(), subtracting)), Ids{1});
}

TEST(Evaluate, SaysWhichTagsSparedAVersion) {
  const auto images = three_images().version(9, days(40), {"pr-1", "latest", "sha-1"});
  const Plan plan = plan_of(images, RuleSetBuilder().policy("p").remove("stale", {tags_all({"pr-*"})}));
  EXPECT_EQ(decision_of(plan, 9).verdict, Verdict::keep);
  EXPECT_EQ(decision_of(plan, 9).winner(), (Reason{Layer::fallback, ReasonCode::spared_by_tag, 0, 1, 2}));
}

TEST(Evaluate, SaysFirstWhichRuleTheTagsSparedAVersionFromMostNarrowly) {
  const auto images = three_images().version(9, days(40), {"pr-1", "sha-1", "demo"});
  const Plan plan = plan_of(images, RuleSetBuilder()
                                        .policy("p")
                                        .remove("builds", {tags_all({"sha-*"})})
                                        .remove("pull-requests", {tags_all({"pr-*", "sha-*"})}));
  EXPECT_EQ(decision_of(plan, 9).reasons, (std::vector<Reason>{{Layer::fallback, ReasonCode::spared_by_tag, 1, 2, 1},
                                                               {Layer::fallback, ReasonCode::spared_by_tag, 0, 0, 2}}));
}

TEST(Evaluate, DeletesWhatOneRuleSparesIfAnotherMatches) {
  const auto images = three_images().version(9, days(40), {"pr-1", "latest"});
  const Plan plan = plan_of(
      images, RuleSetBuilder().policy("p").remove("stale", {tags_all({"pr-*"})}).remove("old", {older_than("35d")}));
  EXPECT_EQ(deleted(plan), Ids{9});
  EXPECT_EQ(codes_of(plan, 9), (Codes{ReasonCode::matched, ReasonCode::spared_by_tag}));
}

TEST(Evaluate, KeepsWhatARuleCannotTellForWantOfData) {
  const PackageVersion vague{VersionId{9}, "sha256:9", kNow - days(90), kNow - days(90), std::nullopt};
  const Plan plan = plan_of(three_images().add(vague), RuleSetBuilder()
                                                           .protect("prod", {tags_any({"prod"})})
                                                           .policy("p")
                                                           .keep("recent", {tags_any({"v*"})}, 1)
                                                           .remove("all", {tags_all({"*"})}));
  EXPECT_EQ(codes_of(plan, 9),
            (Codes{ReasonCode::tags_unknown, ReasonCode::protected_by_rule, ReasonCode::kept_by_rule}));
  EXPECT_EQ(deleted(plan), (Ids{1, 2})) << "the vague version used no slot";
}

TEST(Evaluate, HoldsPinsByIdAndByNameWhileTheyLast) {
  const auto rules = RuleSetBuilder().policy("p").remove("all", {everything()});
  Memory memory;
  memory.pins[VersionId{1}] = {kNow + std::chrono::seconds(1)};
  memory.pinned_names[test::InventoryBuilder::digest_name(2)] = {};
  memory.pins[VersionId{3}] = {kNow};
  const Plan plan = plan_of(three_images(), rules, memory);
  EXPECT_EQ(deleted(plan), Ids{3});
  EXPECT_EQ(decision_of(plan, 1).winner().first, (kNow + std::chrono::seconds(1)).time_since_epoch().count());
  EXPECT_EQ(decision_of(plan, 2).winner(), (Reason{Layer::protect, ReasonCode::pinned, kNoRule, 0}));
}

TEST(Evaluate, NamesTheLongerOfTwoPins) {
  const auto rules = RuleSetBuilder().policy("p").remove("all", {everything()});
  const std::string name = test::InventoryBuilder::digest_name(1);
  Memory memory;
  memory.pins[VersionId{1}] = {kNow + days(1)};
  memory.pinned_names[name] = {kNow + days(2)};
  const auto until = [&] { return decision_of(plan_of(three_images(), rules, memory), 1).winner().first; };
  EXPECT_EQ(until(), (kNow + days(2)).time_since_epoch().count());
  memory.pins[VersionId{1}] = {};
  EXPECT_EQ(until(), 0);
  memory.pinned_names[name] = {kNow - days(2)};
  EXPECT_EQ(until(), 0);
}

TEST(Evaluate, KeepsEverythingOfAPartialInventory) {
  const Plan plan = plan_of(three_images().partial(Incompleteness::listing_failed),
                            RuleSetBuilder().policy("p").remove("all", {everything()}));
  EXPECT_TRUE(deleted(plan).empty());
  EXPECT_EQ(codes_of(plan, 1), (Codes{ReasonCode::incomplete_inventory, ReasonCode::matched}));
}

TEST(Evaluate, CountsNoUntaggedContainerVersionForTheFloor) {
  const auto images =
      inventory(PackageType::container).version(3, days(1)).version(2, days(2), {"a"}).version(1, days(3), {"b"});
  const Plan plan = plan_of(images, RuleSetBuilder().policy("p").min_keep(1).remove("all", {everything()}));
  EXPECT_EQ(deleted(plan), Ids{1});
  EXPECT_EQ(codes_of(plan, 3), (Codes{ReasonCode::manifest_unknown, ReasonCode::matched}));
}

TEST(Evaluate, PromotesTheNewestForTheFloorAndKeepsTheOtherReasons) {
  const Plan plan = plan_of(three_images(), RuleSetBuilder().policy("p").min_keep(2).remove("all", {everything()}));
  EXPECT_EQ(deleted(plan), Ids{1});
  EXPECT_EQ(decision_of(plan, 2).reasons, (std::vector<Reason>{{Layer::floor, ReasonCode::min_keep, kNoRule, 2},
                                                               {Layer::remove, ReasonCode::matched, 0}}));
  EXPECT_FALSE(decision_of(plan, 2).mode);
}

TEST(Evaluate, HasNothingToSayOfAnEmptyPackage) {
  const Plan plan = plan_of(inventory(PackageType::npm), RuleSetBuilder().policy("p").remove("all", {everything()}));
  EXPECT_TRUE(plan.decisions.empty());
  EXPECT_EQ(plan.due, 0);
  EXPECT_EQ(plan.policies, std::vector<std::string>{"p"});
}

}  // namespace
}  // namespace retention
