#include "policy/rules/bound_rule.h"

#include <gtest/gtest.h>

#include "tests/support/bound_rules.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using test::kNow;
using test::RuleSetBuilder;

PackageVersion image(std::chrono::seconds age, std::vector<std::string> tags) {
  return test::inventory(PackageType::container).version(1, age, std::move(tags)).build().versions.front();
}

TextMatch match(std::vector<Condition> conditions, PackageType type, const PackageVersion& version) {
  const test::BoundRules bound(test::inventory(type).add(version).build(),
                               RuleSetBuilder().policy("p").remove("r", std::move(conditions)).build());
  return bound.match(0);
}

TEST(BoundRule, NeedsAllItsConditions) {
  const std::vector<Condition> conditions{test::tags_all({"pr-*"}), test::older_than("14d")};
  EXPECT_EQ(match(conditions, PackageType::container, image(days(15), {"pr-1"})).match, Match::yes);
  EXPECT_EQ(match(conditions, PackageType::container, image(days(13), {"pr-1"})).match, Match::no);
  EXPECT_EQ(match(conditions, PackageType::container, image(days(15), {"v1"})).match, Match::no);
}

TEST(BoundRule, ComparesAgesStrictlyWithNow) {
  EXPECT_EQ(match({test::older_than("14d")}, PackageType::npm, image(days(14), {})).match, Match::no);
  EXPECT_EQ(match({test::older_than("14d")}, PackageType::npm, image(days(14) + seconds(1), {})).match, Match::yes);
  EXPECT_EQ(match({test::younger_than("14d")}, PackageType::npm, image(days(14), {})).match, Match::no);
  EXPECT_EQ(match({test::younger_than("14d")}, PackageType::npm, image(days(14) - seconds(1), {})).match, Match::yes);
}

TEST(BoundRule, TakesCalendarAgesInItsZone) {
  // A month before 02:30 UTC on 2 March is 02:30 UTC on 2 February.
  const SysTime created = parse_rfc3339("2026-02-02T02:30:00Z").value();
  EXPECT_EQ(match({test::older_than("1mo")}, PackageType::npm, image(kNow - created, {})).match, Match::no);
  EXPECT_EQ(match({test::older_than("1mo")}, PackageType::npm, image(kNow - created + seconds(1), {})).match,
            Match::yes);
}

TEST(BoundRule, IsUnknownIfAConditionIsAndNoneFails) {
  PackageVersion version = image(days(15), {"pr-1"});
  version.created_at.reset();
  EXPECT_EQ(match({test::tags_all({"pr-*"}), test::older_than("14d")}, PackageType::container, version).match,
            Match::unknown);
  EXPECT_EQ(match({test::tags_all({"v*"}), test::older_than("14d")}, PackageType::container, version).match, Match::no);
  EXPECT_EQ(match({test::older_than("14d"), test::tags_all({"v*"})}, PackageType::container, version).match, Match::no);
}

TEST(BoundRule, IsSparedOnlyIfAllElseHolds) {
  const std::vector<Condition> conditions{test::tags_all({"pr-*"}), test::older_than("14d")};
  EXPECT_EQ(match(conditions, PackageType::container, image(days(15), {"pr-1", "v1"})),
            (TextMatch{Match::no, SparingTags{1, 1}}));
  EXPECT_FALSE(match(conditions, PackageType::container, image(days(13), {"pr-1", "v1"})).spared);
}

TEST(BoundRule, NeverMatchesWhereTheTypeCannotHaveACondition) {
  const PackageVersion release = test::inventory(PackageType::npm).named(1, days(9), "1.0").build().versions.front();
  for (const Condition& condition : {test::tags_any({"*"}), test::tagged(), test::untagged()}) {
    EXPECT_EQ(match({condition}, PackageType::npm, release).match, Match::no);
    EXPECT_EQ(match({condition, test::everything()}, PackageType::maven, release).match, Match::no);
  }
  PackageVersion unknown = release;
  unknown.tags.reset();
  EXPECT_EQ(match({test::untagged()}, PackageType::npm, unknown).match, Match::no);
  EXPECT_EQ(match({test::version_names({"*"})}, PackageType::container, image(days(9), {"a"})).match, Match::no);
  EXPECT_EQ(match({test::version_names({"*"})}, PackageType::npm, release).match, Match::yes);
}

TEST(BoundRule, WithoutConditionsMatchesAll) {
  const test::BoundRules bound(test::inventory(PackageType::npm).add(image(days(1), {})).build(),
                               RuleSetBuilder().policy("p").keep("recent", {}, 3).build());
  EXPECT_EQ(bound.match(0).match, Match::yes);
}

TEST(BindRules, OrdersByPolicyAndNameWhateverTheFile) {
  const auto rules = RuleSetBuilder()
                         .policy("z")
                         .keep("a", {test::everything()})
                         .policy("b")
                         .keep("y", {test::everything()})
                         .keep("x", {test::everything()});
  const test::BoundRules bound(test::inventory(PackageType::npm).build(), rules.build());
  std::vector<std::string> names;
  for (const BoundRule& rule : bound.layer(Layer::keep)) names.push_back(rule.rule().info.name);
  EXPECT_EQ(names, (std::vector<std::string>{"x", "y", "a"}));
}

}  // namespace
}  // namespace retention
