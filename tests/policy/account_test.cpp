#include "policy/account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/in_use_text.h"
#include "tests/support/family_builder.h"
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
using test::tags_any;
using test::younger_than;

constexpr VersionId kAsked{1};

// The version that is asked about, in a package with a younger one.
Inventory two_images(seconds age, const std::vector<std::string>& tags) {
  return test::inventory(PackageType::container).version(2, hours(1), {"latest"}).version(1, age, tags).build();
}

Account account(const Inventory& inventory, const RuleSetBuilder& rules, const Memory& memory = {}) {
  const RuleSet built = rules.build();
  return account_of({inventory, {}, built, memory, kNow}, kAsked).value();
}

// Of the only rule that says nothing.
std::vector<Obstacle> obstacles(const Account& account) {
  EXPECT_EQ(account.silent.size(), 1U);
  return account.silent.empty() ? std::vector<Obstacle>{} : account.silent.front().obstacles;
}

TEST(Account, NamesWhatARuleMisses) {
  const Account told = account(two_images(days(5), {"main-1"}),
                               RuleSetBuilder().policy("p").remove("old", {tags_any({"pr-*"}), older_than("7d")}));
  EXPECT_EQ(obstacles(told),
            (std::vector<Obstacle>{{0, Match::no, std::nullopt}, {1, Match::no, kNow + days(2) + seconds(1)}}));
}

TEST(Account, LeavesOutConditionsThatHold) {
  const Account told = account(two_images(days(8), {"main-1"}),
                               RuleSetBuilder().policy("p").remove("old", {older_than("7d"), tags_any({"pr-*"})}));
  EXPECT_EQ(obstacles(told), (std::vector<Obstacle>{{1, Match::no, std::nullopt}}));
}

TEST(Account, SaysWhatCannotBeTold) {
  const Inventory inventory =
      test::inventory(PackageType::container).add({kAsked, "sha256:1", std::nullopt, std::nullopt, {{"a"}}}).build();
  const Account told = account(inventory, RuleSetBuilder().policy("p").remove("old", {older_than("7d")}));
  EXPECT_EQ(obstacles(told), (std::vector<Obstacle>{{0, Match::unknown, std::nullopt}}));
}

TEST(Account, HasNoObstacleWhereNoVersionOfTheTypeCanMatch) {
  const Account told =
      account(two_images(days(8), {"a"}), RuleSetBuilder().policy("p").keep("names", {test::version_names({"*"})}));
  EXPECT_EQ(told.silent, (std::vector<SilentRule>{{0, {}}}));
}

TEST(Account, LeavesOutRulesThatSpoke) {
  const Account told = account(two_images(days(8), {"a"}), RuleSetBuilder()
                                                               .protect("latest", {tags_any({"latest"})})
                                                               .policy("p")
                                                               .keep("newest", {}, 1)
                                                               .remove("old", {older_than("7d")}));
  ASSERT_EQ(told.silent.size(), 1U);
  EXPECT_EQ(told.silent.front().rule, 0);
  EXPECT_EQ(told.decision.verdict, Verdict::remove);
  EXPECT_EQ(told.decision.reasons.size(), 2U) << "the delete rule, and the rank that was too low";
}

TEST(Account, HasNoRulesWhereNoPolicySelectsThePackage) {
  const Account told = account(two_images(days(8), {"a"}), RuleSetBuilder()
                                                               .protect("latest", {tags_any({"latest"})})
                                                               .policy("p")
                                                               .packages({"other"})
                                                               .remove("old", {older_than("7d")}));
  EXPECT_TRUE(told.policies.empty());
  EXPECT_TRUE(told.silent.empty());
  EXPECT_EQ(told.candidate_from, std::nullopt);
}

TEST(Account, NamesThePartsThatGoWithAVersion) {
  const Inventory inventory = test::FamilyBuilder()
                                  .index(1, days(60), {2, 3}, {"pr-1"})
                                  .image(2, days(60))
                                  .image(3, days(60))
                                  .referrer(6, days(60), 1)
                                  .referrer(7, days(60), 6)
                                  .index(4, hours(1), {3}, {"latest"})
                                  .build();
  const Account told =
      account(inventory, RuleSetBuilder().policy("p").remove("prs", {tags_any({"pr-*"}), older_than("30d")}));
  EXPECT_THAT(told.parts, testing::UnorderedElementsAre(VersionId{2}, VersionId{6}, VersionId{7}));
}

TEST(Account, NamesThePartsThatStayForTheSakeOfAVersionAlone) {
  const Inventory inventory = test::FamilyBuilder()
                                  .index(1, days(60), {2, 3}, {"v1"})
                                  .image(2, days(60))
                                  .image(3, days(60))
                                  .index(4, hours(1), {3}, {"latest"})
                                  .build();
  const Account told =
      account(inventory, RuleSetBuilder().policy("p").remove("prs", {tags_any({"pr-*"}), older_than("30d")}));
  EXPECT_THAT(told.parts, testing::ElementsAre(VersionId{2}));
}

TEST(Account, OfAnotherVersionIsAnError) {
  const Inventory inventory = test::inventory(PackageType::container).version(2, days(1)).build();
  const RuleSet rules = RuleSetBuilder().policy("p").build();
  EXPECT_EQ(account_of({inventory, {}, rules, {}, kNow}, kAsked).error().code, ErrorCode::internal);
}

TEST(CandidateFrom, IsWhenTheAgeOfARuleIsPassed) {
  EXPECT_EQ(account(two_images(days(5), {"a"}), RuleSetBuilder().policy("p").remove("old", {older_than("7d")}))
                .candidate_from,
            kNow + days(2) + seconds(1));
}

TEST(CandidateFrom, IsFollowedByTheGrace) {
  const Account told =
      account(two_images(days(5), {"a"}), RuleSetBuilder().policy("p").grace("3d").remove("old", {older_than("7d")}));
  EXPECT_EQ(told.goes_from, kNow + days(5) + seconds(1));
  EXPECT_EQ(
      account(two_images(days(5), {"a"}), RuleSetBuilder().policy("p", Mode::audit).remove("old", {older_than("7d")}))
          .goes_from,
      std::nullopt);
}

TEST(CandidateFrom, IsWhenMinAgeIsReached) {
  EXPECT_EQ(account(two_images(hours(5), {"a"}),
                    RuleSetBuilder().policy("p").min_age("24h").remove("all", {test::everything()}))
                .candidate_from,
            kNow + hours(19));
}

TEST(CandidateFrom, IsWhenAKeepRuleLetsGo) {
  EXPECT_EQ(
      account(two_images(days(5), {"a"}),
              RuleSetBuilder().policy("p").keep("young", {younger_than("7d")}).remove("all", {test::everything()}))
          .candidate_from,
      kNow + days(2));
}

TEST(CandidateFrom, WaitsForThePinAndTheRefusalThatEndLast) {
  Memory memory;
  memory.pins[kAsked] = {kNow + days(3)};
  memory.refusals[kAsked] = {Refusal::downloads, kNow + days(9)};
  const auto rules = RuleSetBuilder().policy("p").remove("old", {older_than("7d")});
  EXPECT_EQ(account(two_images(days(5), {"a"}), rules, memory).candidate_from, kNow + days(9));
}

TEST(CandidateFrom, IsNeverWhereTimeAloneDoesNotHelp) {
  const auto rules = RuleSetBuilder().policy("p").keep("all", {test::everything()}).remove("old", {older_than("7d")});
  EXPECT_EQ(account(two_images(days(5), {"a"}), rules).candidate_from, std::nullopt);
  Memory pinned_for_good;
  pinned_for_good.pins[kAsked] = {};
  EXPECT_EQ(account(two_images(days(5), {"a"}), RuleSetBuilder().policy("p").remove("old", {older_than("7d")}),
                    pinned_for_good)
                .candidate_from,
            std::nullopt);
}

TEST(CandidateFrom, TakesAnInUseFileForKeptFresh) {
  const Inventory inventory = two_images(days(5), {"a"});
  const RuleSet rules = RuleSetBuilder()
                            .protect("deployed", {test::in_use("in-use.txt", "2d")})
                            .policy("p")
                            .remove("old", {older_than("7d")})
                            .build();
  Facts facts;
  facts.in_use["in-use.txt"] = {parse_in_use(":latest", "ghcr.io").value(), "", kNow - hours(1)};
  EXPECT_EQ(account_of({inventory, facts, rules, {}, kNow}, kAsked).value().candidate_from,
            kNow + days(2) + seconds(1));
}

TEST(CandidateFrom, IsNothingForACandidate) {
  const Account told =
      account(two_images(days(8), {"a"}), RuleSetBuilder().policy("p").remove("old", {older_than("7d")}));
  EXPECT_EQ(told.decision.verdict, Verdict::remove);
  EXPECT_EQ(told.candidate_from, std::nullopt);
}

TEST(HoldsFrom, CountsMonthsInTheZone) {
  const PackageVersion version{kAsked, "a", parse_rfc3339("2026-01-31T10:00:00Z").value(), {}, {}};
  EXPECT_EQ(holds_from(older_than("1mo"), version, Zone()), parse_rfc3339("2026-03-01T00:00:00Z").value());
}

}  // namespace
}  // namespace retention
