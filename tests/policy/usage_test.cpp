#include "policy/usage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/evaluate.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::inventory;
using test::RuleSetBuilder;
using testing::ElementsAre;
using testing::IsEmpty;
using Kind = IdlePart::Kind;

std::vector<IdlePart> idle(const RuleSetBuilder& builder, const std::vector<test::InventoryBuilder>& packages) {
  const RuleSet rules = builder.build();
  UsageTally tally;
  for (const auto& package : packages) tally.add(evaluate(package.build(), {}, rules, {}, test::kNow).usage);
  return tally.idle(rules);
}

test::InventoryBuilder images() {
  return inventory(PackageType::container).version(2, days(1), {"v2"}).version(1, days(40), {"pr-1"});
}

TEST(Usage, HasNothingToSayOfRulesThatDoSomething) {
  const auto rules = RuleSetBuilder()
                         .protect("moving", {test::tags_any({"v2"})})
                         .policy("p")
                         .keep("young", {test::younger_than("7d")})
                         .remove("all", {test::everything()});
  EXPECT_THAT(idle(rules, {images()}), IsEmpty());
}

TEST(Usage, NamesARuleThatMatchesNothing) {
  const auto rules = RuleSetBuilder().policy("p").remove("old", {test::older_than("1y")});
  EXPECT_THAT(idle(rules, {images()}), ElementsAre(IdlePart{Kind::matched_nothing, "p", "old", ""}));
}

TEST(Usage, NamesAKeepRuleThatKeepsNothingFromADeleteRule) {
  const auto rules =
      RuleSetBuilder().policy("p").keep("young", {test::younger_than("7d")}).remove("prs", {test::tags_all({"pr-*"})});
  EXPECT_THAT(idle(rules, {images()}), ElementsAre(IdlePart{Kind::mattered_nothing, "p", "young", ""}));
}

TEST(Usage, NamesADeleteRuleWhoseEveryMatchStays) {
  const auto rules =
      RuleSetBuilder().protect("all", {test::everything()}).policy("p").remove("prs", {test::tags_all({"pr-*"})});
  EXPECT_THAT(idle(rules, {images()}), ElementsAre(IdlePart{Kind::mattered_nothing, "p", "prs", ""}));
}

TEST(Usage, NamesPatternsThatMatchNothingInAnyPackage) {
  const auto rules = RuleSetBuilder().policy("p").ignore_tags({"sha-*"}).remove(
      "prs", {test::tags_all({"pr-*", "mr-*", "!v*", "!keep"})});
  EXPECT_THAT(idle(rules, {images()}), ElementsAre(IdlePart{Kind::pattern_unmatched, "p", "", "sha-*"},
                                                   IdlePart{Kind::pattern_unmatched, "p", "prs", "!keep"},
                                                   IdlePart{Kind::pattern_unmatched, "p", "prs", "mr-*"}));
  const auto other = inventory(PackageType::container).version(3, days(3), {"mr-7", "sha-1"});
  EXPECT_THAT(idle(rules, {images(), other}), ElementsAre(IdlePart{Kind::pattern_unmatched, "p", "prs", "!keep"}));
}

TEST(Usage, LeavesOutRulesThatNoPackageAsks) {
  const auto rules = RuleSetBuilder().policy("p").packages({"other"}).remove("old", {test::older_than("1y")});
  EXPECT_THAT(idle(rules, {images()}), IsEmpty());
  const auto tags = RuleSetBuilder().policy("p").remove("tags", {test::tags_all({"x"})});
  EXPECT_THAT(idle(tags, {inventory(PackageType::npm).named(1, days(1), "1.0.0")}), IsEmpty());
}

}  // namespace
}  // namespace retention
