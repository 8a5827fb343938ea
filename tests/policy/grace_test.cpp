#include "policy/grace.h"

#include <gtest/gtest.h>

#include "policy/evaluate.h"
#include "policy/limits.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using test::kNow;
using test::older_than;
using test::RuleSetBuilder;

constexpr VersionId kOld{1};

// A young image that stays, and an old one.
Inventory two_images(const std::vector<std::string>& tags = {"pr-1"}) {
  return test::inventory(PackageType::container).version(2, hours(1), {"latest"}).version(1, days(90), tags).build();
}

RuleSet old_ones(std::string_view grace = "3d", Mode mode = Mode::enforce) {
  RuleSet rules = RuleSetBuilder().policy("p", mode).grace(grace).remove("old", {older_than("30d")}).build();
  rules.rules.front().info.meaning = sha256("old");
  return rules;
}

Memory counted() {
  Memory memory;
  memory.counting = Counting::counts;
  return memory;
}

// A candidate by one meaning since then, with the tags of two_images().
Memory since(SysTime time, const std::vector<std::string>& tags = {"pr-1"}) {
  Memory memory = counted();
  memory.clocks.add(kOld, sha256("old"), time, mark_of_tags(tags));
  return memory;
}

Decision decide(const Inventory& inventory, const RuleSet& rules, const Memory& memory) {
  return evaluate(inventory, {}, rules, memory, kNow).decisions.back();
}

std::int64_t seconds_at(SysTime time) {
  return time.time_since_epoch().count();
}

TEST(Grace, BeginsInTheFirstCycleThatCounts) {
  const Decision decision = decide(two_images(), old_ones(), counted());
  EXPECT_EQ(decision.course, Course::waiting);
  EXPECT_EQ(decision.due_at, kNow + days(3));
  EXPECT_EQ(decision.winner().first, seconds_at(kNow));
}

TEST(Grace, StartsNoClockInADryRun) {
  const Decision decision = decide(two_images(), old_ones(), {});
  EXPECT_EQ(decision.course, Course::waiting);
  EXPECT_EQ(decision.winner().first, 0);
  EXPECT_EQ(decision.winner().second, 0);
}

TEST(Grace, GoesOnInADryRun) {
  Memory memory = since(kNow - days(2));
  memory.counting = Counting::stands;
  EXPECT_EQ(decide(two_images(), old_ones(), memory).due_at, kNow + days(1));
}

TEST(Grace, IsOverInTheSecondItEnds) {
  EXPECT_EQ(decide(two_images(), old_ones(), since(kNow - days(3) + seconds(1))).course, Course::waiting);
  EXPECT_EQ(decide(two_images(), old_ones(), since(kNow - days(3))).course, Course::due);
}

TEST(Grace, OfNothingLetsGoAtOnce) {
  EXPECT_EQ(decide(two_images(), old_ones("0d"), counted()).course, Course::due);
  EXPECT_EQ(decide(two_images(), old_ones("0d"), {}).course, Course::due);
}

TEST(Grace, BeginsAnewWithOtherTags) {
  EXPECT_EQ(decide(two_images({"pr-1", "keep"}), old_ones(), since(kNow - days(9))).due_at, kNow + days(3));
  EXPECT_EQ(decide(two_images({"pr-2"}), old_ones(), since(kNow - days(9))).due_at, kNow + days(3));
}

TEST(Grace, DoesNotCareForTheOrderOfTags) {
  const Memory memory = since(kNow - days(9), {"b", "a"});
  EXPECT_EQ(decide(two_images({"a", "b"}), old_ones(), memory).course, Course::due);
}

TEST(Grace, BeginsAnewWithAnotherMeaning) {
  RuleSet rules = old_ones();
  rules.rules.front().info.meaning = sha256("older");
  EXPECT_EQ(decide(two_images(), rules, since(kNow - days(9))).due_at, kNow + days(3));
}

TEST(Grace, BelievesNoClockOfTheFuture) {
  EXPECT_EQ(decide(two_images(), old_ones(), since(kNow + seconds(1))).due_at, kNow + days(3));
}

TEST(Grace, IsTheLongestOfThePoliciesThatMatched) {
  const RuleSet rules = RuleSetBuilder()
                            .policy("long", Mode::enforce)
                            .grace("1w")
                            .remove("old", {older_than("30d")})
                            .policy("short", Mode::enforce)
                            .grace("1d")
                            .remove("old", {older_than("30d")})
                            .policy("audit", Mode::audit)
                            .grace("9w")
                            .remove("old", {older_than("30d")})
                            .build();
  EXPECT_EQ(decide(two_images(), rules, counted()).due_at, kNow + days(7));
}

TEST(Grace, CountsMonthsInTheZone) {
  Memory memory = since(kNow - days(27));
  EXPECT_EQ(decide(two_images(), old_ones("1mo"), memory).due_at, add(kNow - days(27), test::duration("1mo"), Zone()));
}

TEST(Grace, RunsOnTheLongestClock) {
  RuleSet rules = RuleSetBuilder()
                      .policy("p")
                      .grace("3d")
                      .remove("a", {older_than("30d")})
                      .remove("b", {test::tags_all({"pr-*"})})
                      .build();
  rules.rules[0].info.meaning = sha256("a");
  rules.rules[1].info.meaning = sha256("b");
  Memory memory = counted();
  memory.clocks.add(kOld, sha256("a"), kNow - days(1), mark_of_tags({{"pr-1"}}));
  memory.clocks.add(kOld, sha256("b"), kNow - days(2), mark_of_tags({{"pr-1"}}));
  const Decision decision = decide(two_images(), rules, memory);
  EXPECT_EQ(decision.winner().rule, 1);
  EXPECT_EQ(decision.due_at, kNow + days(1));
  EXPECT_EQ(decide(two_images(), rules, counted()).winner().rule, 0) << "of equals the first by name";
}

TEST(Grace, IsNotForWhatIsOnlyReported) {
  const Decision decision = decide(two_images(), old_ones("3d", Mode::audit), counted());
  EXPECT_EQ(decision.course, Course::reported);
  EXPECT_FALSE(decision.due_at);
  EXPECT_EQ(decision.winner().first, 0);
}

TEST(Grace, ComesBeforeApproval) {
  EXPECT_EQ(decide(two_images(), old_ones("3d", Mode::approve), counted()).course, Course::waiting);
  EXPECT_EQ(decide(two_images(), old_ones("3d", Mode::approve), since(kNow - days(4))).course, Course::awaiting);
}

TEST(Approval, LetsGoUnderTheSameMeaning) {
  Memory memory = since(kNow - days(4));
  memory.approvals[kOld] = {sha256("other")};
  EXPECT_EQ(decide(two_images(), old_ones("3d", Mode::approve), memory).course, Course::awaiting);
  memory.approvals[kOld].push_back(sha256("old"));
  EXPECT_EQ(decide(two_images(), old_ones("3d", Mode::approve), memory).course, Course::approved);
}

TEST(Approval, DoesNotShortenGrace) {
  Memory memory = since(kNow - days(2));
  memory.approvals[kOld] = {sha256("old")};
  EXPECT_EQ(decide(two_images(), old_ones(), memory).course, Course::waiting);
}

TEST(Approval, IsNotCountedByLimits) {
  RuleSet rules = old_ones("0d");
  rules.policies.front().limits.versions = 0;
  Memory memory = counted();
  EXPECT_EQ(evaluate(two_images(), {}, rules, memory, kNow).breach, LimitBreach::versions);
  memory.approvals[kOld] = {sha256("old")};
  const Plan plan = evaluate(two_images(), {}, rules, memory, kNow);
  EXPECT_EQ(plan.breach, LimitBreach::none);
  EXPECT_EQ(plan.due, 0);
  EXPECT_EQ(plan.approved, 1);
}

TEST(Waiting, IsNotCountedByLimits) {
  RuleSet rules = old_ones("3d");
  rules.policies.front().limits.versions = 0;
  const Plan plan = evaluate(two_images(), {}, rules, counted(), kNow);
  EXPECT_EQ(plan.breach, LimitBreach::none);
  EXPECT_EQ(plan.waiting, 1);
}

TEST(CreatedTimes, ThatChangedBlockWhatIsDue) {
  Memory memory = counted();
  memory.drift.created_changed = 1;
  EXPECT_EQ(evaluate(two_images(), {}, old_ones("0d"), memory, kNow).breach, LimitBreach::times_changed);
  EXPECT_EQ(evaluate(two_images(), {}, old_ones("3d"), memory, kNow).breach, LimitBreach::none) << "nothing is due";
}

TEST(CreatedTimes, OfOverHalfOfTwentyImagesAreNotAlike) {
  const auto images = [](int alike, int others) {
    auto builder = test::inventory(PackageType::container);
    for (int id = 1; id <= alike; ++id) builder.version(id, days(90), {"v" + std::to_string(id)});
    for (int id = alike + 1; id <= alike + others; ++id) builder.version(id, hours(id), {"v" + std::to_string(id)});
    return builder.build();
  };
  EXPECT_TRUE(created_alike(images(11, 9)));
  EXPECT_FALSE(created_alike(images(10, 10)));
  EXPECT_FALSE(created_alike(images(19, 0)));
  EXPECT_EQ(evaluate(images(11, 9), {}, old_ones("0d"), counted(), kNow).breach, LimitBreach::times_alike);
}

TEST(TagsMark, IsOfASetAndNotOfItsText) {
  EXPECT_EQ(mark_of_tags({{"a", "b"}}), mark_of_tags({{"b", "a"}}));
  EXPECT_NE(mark_of_tags({{"ab"}}), mark_of_tags({{"a", "b"}}));
  EXPECT_NE(mark_of_tags(std::vector<std::string>{}), mark_of_tags(std::nullopt));
}

}  // namespace
}  // namespace retention
