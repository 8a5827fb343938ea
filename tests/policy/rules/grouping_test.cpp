#include "policy/rules/grouping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "policy/evaluate.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/plan_view.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::inventory;
using test::InventoryBuilder;
using testing::ElementsAre;

// What the only keep rule keeps when a delete rule wants everything.
std::vector<std::int64_t> kept(const InventoryBuilder& builder, const Condition& condition, const Measure& measure) {
  const auto rules =
      test::RuleSetBuilder().policy("p").keep("k", {condition}, measure).remove("all", {test::everything()});
  return test::kept(evaluate(builder.build(), {}, rules.build(), {}, test::kNow));
}

Measure newest_of_each(std::int64_t count, const std::vector<std::string>& captures) {
  Measure measure = test::newest(count);
  measure.group_by = captures;
  return measure;
}

Measure newest_per(std::int64_t count, Line line) {
  Measure measure = test::newest(count, Order::version);
  measure.per = line;
  return measure;
}

TEST(GroupBy, CountsInEachGroupApart) {
  const auto images = inventory(PackageType::container)
                          .version(6, days(1), {"main-1111111"})
                          .version(5, days(2), {"main-2222222"})
                          .version(4, days(3), {"dev-3333333"})
                          .version(3, days(4), {"main-4444444"})
                          .version(2, days(5), {"dev-5555555"})
                          .version(1, days(6), {"dev-6666666"});
  const auto branches = test::tags_any({"re:(?P<branch>.+)-[0-9a-f]{7,40}"});
  EXPECT_THAT(kept(images, branches, newest_of_each(1, {"branch"})), ElementsAre(4, 6));
  EXPECT_THAT(kept(images, branches, newest_of_each(2, {"branch"})), ElementsAre(2, 4, 5, 6));
}

TEST(GroupBy, KeepsAVersionThatAnyOfItsGroupsKeeps) {
  const auto images = inventory(PackageType::container)
                          .version(3, days(1), {"a-1"})
                          .version(2, days(2), {"a-2", "b-1"})
                          .version(1, days(3), {"b-2", "a-3"});
  EXPECT_THAT(kept(images, test::tags_any({"re:(?P<g>.)-."}), newest_of_each(1, {"g"})), ElementsAre(2, 3));
}

TEST(GroupBy, OverlooksTagsThatAreSubtracted) {
  const auto images = inventory(PackageType::container)
                          .version(3, days(1), {"a-1"})
                          .version(2, days(2), {"b-1", "a-2"})
                          .version(1, days(3), {"a-3"});
  EXPECT_THAT(kept(images, test::tags_any({"re:(?P<g>.)-.", "!b-*"}), newest_of_each(1, {"g"})), ElementsAre(3));
}

TEST(GroupBy, TakesACaptureWithoutAPartForEmpty) {
  const auto images = inventory(PackageType::container)
                          .version(3, days(1), {"v1-arm"})
                          .version(2, days(2), {"v2"})
                          .version(1, days(3), {"v3"});
  EXPECT_THAT(kept(images, test::tags_any({"re:v.(-(?P<arch>.+))?"}), newest_of_each(1, {"arch"})), ElementsAre(2, 3));
}

TEST(GroupBy, TellsGroupsOfSeveralCapturesApart) {
  const auto images = inventory(PackageType::container).version(2, days(1), {"ab_c"}).version(1, days(2), {"a_bc"});
  EXPECT_THAT(kept(images, test::tags_any({"re:(?P<x>.+)_(?P<y>.+)"}), newest_of_each(1, {"x", "y"})),
              ElementsAre(1, 2));
}

TEST(GroupBy, TakesVersionNamesOfLanguagePackages) {
  const auto packages = inventory(PackageType::npm)
                            .named(3, days(1), "1.0.0-alpha.2")
                            .named(2, days(2), "1.0.0-beta.1")
                            .named(1, days(3), "1.0.0-alpha.1");
  EXPECT_THAT(kept(packages, test::version_names({"re:.+-(?P<kind>[a-z]+)\\..+"}), newest_of_each(1, {"kind"})),
              ElementsAre(2, 3));
}

TEST(GroupBy, FillsSlotsOfTaggedAndUntaggedApartInOneGroup) {
  const auto images =
      inventory(PackageType::docker).version(3, days(1)).version(2, days(2), {"a"}).version(1, days(3), {"b"});
  EXPECT_THAT(kept(images, test::older_than("0d"), test::newest(1)), ElementsAre(2, 3));
}

TEST(Per, KeepsTheHighestOfEachLine) {
  const auto packages = inventory(PackageType::npm)
                            .named(5, days(1), "1.0.9")
                            .named(4, days(2), "1.0.10")
                            .named(3, days(3), "2.0.0")
                            .named(2, days(4), "2.1.0-rc.1")
                            .named(1, days(5), "2.1.0");
  EXPECT_THAT(kept(packages, test::semver("*"), newest_per(1, Line::minor)), ElementsAre(1, 3, 4));
  EXPECT_THAT(kept(packages, test::everything(), newest_per(1, Line::major)), ElementsAre(1, 4));
  EXPECT_THAT(kept(packages, test::everything(), newest_per(1, Line::patch)), ElementsAre(1, 3, 4, 5));
}

TEST(OrderByVersion, TakesTheHighestFullVersionTagMatchedOrNot) {
  const auto images = inventory(PackageType::container)
                          .version(3, days(1), {"stable-a", "1.0.0"})
                          .version(2, days(2), {"stable-b", "v2.0.0", "2.0", "latest"})
                          .version(1, days(3), {"stable-c", "1.5.0", "3.0.0"});
  EXPECT_THAT(kept(images, test::tags_any({"stable-*"}), test::newest(1, Order::version)), ElementsAre(1));
}

TEST(OrderByVersion, KeepsWhatMatchesButIsNoVersion) {
  const auto images = inventory(PackageType::container)
                          .version(3, days(1), {"stable-a", "1.0.0"})
                          .version(2, days(2), {"stable-b", "2.0"})
                          .version(1, days(3), {"stable-c", "0.9.0"});
  const auto rules = test::RuleSetBuilder()
                         .policy("p")
                         .keep("k", {test::tags_any({"stable-*"})}, test::newest(1, Order::version))
                         .remove("all", {test::everything()});
  const Plan plan = evaluate(images.build(), {}, rules.build(), {}, test::kNow);
  EXPECT_THAT(test::kept(plan), ElementsAre(2, 3));
  EXPECT_THAT(test::codes_of(plan, 2), ElementsAre(ReasonCode::kept_unordered, ReasonCode::matched));
  EXPECT_THAT(test::codes_of(plan, 1), ElementsAre(ReasonCode::matched, ReasonCode::beyond_in_group));
}

TEST(OrderByVersion, BreaksTiesByCreatedThenId) {
  const auto packages =
      inventory(PackageType::rubygems).named(3, days(2), "1.0").named(2, days(1), "1.0.0").named(4, days(2), "1");
  EXPECT_THAT(kept(packages, test::everything(), test::newest(1, Order::version)), ElementsAre(2));
  EXPECT_THAT(kept(packages, test::everything(), test::newest(2, Order::version)), ElementsAre(2, 4));
}

}  // namespace
}  // namespace retention
