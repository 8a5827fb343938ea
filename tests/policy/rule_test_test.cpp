#include "policy/rule_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/inventory_builder.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using test::duration;
using test::kNow;
using testing::HasSubstr;

RuleSet rules() {
  return test::RuleSetBuilder()
      .protect("moving", {test::tags_any({"latest", "prod-*"})})
      .policy("images")
      .packages({"svc-*"})
      .min_age("24h")
      .limits({0, 0, 0})
      .keep("newest", {test::tags_any({"main-*"})}, 3)
      .remove("stale", {test::tags_all({"pr-*", "main-*"}), test::older_than("14d")})
      .policy("guard")
      .packages({"svc-api"})
      .keep("api", {test::tags_any({"pr-*"})})
      .build();
}

RuleTest about(std::vector<std::string> tags, std::string_view age, std::int64_t siblings) {
  RuleTest test;
  test.policy = "images";
  test.given.tags = std::move(tags);
  test.given.age = duration(age);
  test.given.siblings = siblings;
  return test;
}

Verdict verdict(const RuleTest& test) {
  const auto result = run(test, rules(), kNow);
  EXPECT_TRUE(result) << result.error().message;
  return result ? result->verdict : Verdict::keep;
}

TEST(RuleTest, DecidesAsThePolicyWould) {
  EXPECT_EQ(verdict(about({"pr-12"}, "45d", 20)), Verdict::remove);
  EXPECT_EQ(verdict(about({"pr-12"}, "14d", 20)), Verdict::keep);
  EXPECT_EQ(verdict(about({"pr-12", "prod-2024"}, "400d", 20)), Verdict::keep);
}

TEST(RuleTest, KeepsTheOnlyVersionByTheFloor) {
  EXPECT_EQ(verdict(about({"pr-12"}, "45d", 0)), Verdict::keep);
}

TEST(RuleTest, LetsSiblingsUseSlots) {
  EXPECT_EQ(verdict(about({"main-1"}, "45d", 2)), Verdict::keep);
  EXPECT_EQ(verdict(about({"main-1"}, "45d", 3)), Verdict::remove);
}

TEST(RuleTest, AsksOtherPoliciesOnlyWithAPackage) {
  RuleTest test = about({"pr-12"}, "45d", 20);
  test.given.package = "svc-web";
  EXPECT_EQ(verdict(test), Verdict::remove);
  test.given.package = "svc-api";
  EXPECT_EQ(verdict(test), Verdict::keep);
  test.given.package = "web";
  EXPECT_THAT(run(test, rules(), kNow).error().message, HasSubstr("does not select package web"));
}

TEST(RuleTest, PassesIfVerdictAndRuleAreTheExpectedOnes) {
  const RuleTable table = table_of(rules());
  RuleTest test = about({"pr-12"}, "45d", 20);
  test.expected = Verdict::remove;
  const auto result = run(test, rules(), kNow);
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->passes(test, table));
  test.rule = "stale";
  EXPECT_TRUE(result->passes(test, table));
  test.rule = "newest";
  EXPECT_FALSE(result->passes(test, table));
  test.rule.reset();
  test.expected = Verdict::keep;
  EXPECT_FALSE(result->passes(test, table));
}

TEST(RuleTest, TakesTheFirstTypeThatCanHaveWhatIsGiven) {
  RuleTest test = about({}, "45d", 20);
  test.given.version = "1.0.0";
  EXPECT_EQ(verdict(test), Verdict::keep) << "a maven version, which no rule names";
  test.given.type = PackageType::container;
  EXPECT_THAT(run(test, rules(), kNow).error().message, HasSubstr("write tags"));
}

TEST(RuleTest, TakesInUseFilesForRead) {
  const RuleSet set = test::RuleSetBuilder()
                          .protect("deployed", {test::in_use("/nowhere")})
                          .policy("images")
                          .remove("all", {test::everything()})
                          .build();
  const auto result = run(about({"pr-12"}, "45d", 3), set, kNow);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->verdict, Verdict::remove);
}

TEST(RuleTest, TakesAVersionWithoutATagForAnImage) {
  const RuleSet set =
      test::RuleSetBuilder().policy("images").remove("untagged", {test::untagged(), test::older_than("7d")}).build();
  const auto result = run(about({}, "45d", 3), set, kNow);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->verdict, Verdict::remove);
}

TEST(RuleTest, TakesTheSubjectOfAnAttachmentForGone) {
  const RuleSet set = test::RuleSetBuilder().policy("images").remove("orphans", {test::orphan()}).build();
  const auto result = run(about({"sha256-" + std::string(64, 'a') + ".sig"}, "45d", 3), set, kNow);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->verdict, Verdict::remove);
}

}  // namespace
}  // namespace retention
