// Known situations, most of them from tools that got them wrong, as pure evaluations.
#include <gtest/gtest.h>

#include <numeric>

#include "policy/evaluate.h"
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
using test::InventoryBuilder;
using test::kNow;
using test::older_than;
using test::RuleSetBuilder;
using test::tags_all;
using test::tags_any;
using test::tags_none;
using test::version_names;
using test::younger_than;
using Ids = std::vector<std::int64_t>;

Ids deleted_from(const InventoryBuilder& builder, const RuleSetBuilder& rules) {
  return deleted(evaluate(builder.build(), {}, rules.build(), {}, kNow));
}

Ids from_to(std::int64_t first, std::int64_t last) {
  Ids ids(static_cast<std::size_t>(last - first + 1));
  std::iota(ids.begin(), ids.end(), first);
  return ids;
}

// Tagged images with ids from `first` on, each `step` older than the one before.
void add_images(InventoryBuilder& builder, std::int64_t first, std::int64_t count, days youngest, days step) {
  for (std::int64_t i = 0; i < count; ++i) {
    builder.version(first + i, youngest + i * step, {"build-" + std::to_string(first + i)});
  }
}

TEST(Cases, Case18NewestAmongMatchingTags) {
  const auto images = inventory(PackageType::container)
                          .version(5, days(50), {"v1.0"})
                          .version(4, days(40), {"v1.1", "latest"})
                          .version(3, days(30), {"v1.2"})
                          .version(1, days(1), {"d"});
  const auto rules = RuleSetBuilder()
                         .policy("p")
                         .keep("releases", {tags_any({"re:v1\\.\\d+"})}, 2)
                         .remove("old", {tags_any({"re:v1\\.\\d+"})});
  EXPECT_EQ(deleted_from(images, rules), Ids{5});
}

TEST(Cases, Case19MultiTagImageCountsOnce) {
  const auto images = inventory(PackageType::container)
                          .version(3, days(1), {"1", "2", "3"})
                          .version(2, days(2), {"4"})
                          .version(1, days(3), {"5"});
  EXPECT_EQ(deleted_from(images, RuleSetBuilder().policy("p").keep("k", {}, 2).remove("d", {everything()})), Ids{1});
}

TEST(Cases, Case21IndependentFloors) {
  const auto rules = RuleSetBuilder()
                         .policy("p")
                         .keep("newest", {}, 3)
                         .keep("young", {younger_than("150d")})
                         .remove("rest", {everything()});
  auto ten = inventory(PackageType::container);
  add_images(ten, 1, 10, days(15), days(30));
  EXPECT_EQ(deleted_from(ten, rules), from_to(6, 10));
  auto twenty_young = inventory(PackageType::container);
  add_images(twenty_young, 1, 20, days(1), days(1));
  EXPECT_EQ(deleted_from(twenty_young, rules), Ids{});
  auto five_old = inventory(PackageType::container);
  add_images(five_old, 1, 5, days(366), days(1));
  EXPECT_EQ(deleted_from(five_old, rules), (Ids{4, 5}));
}

TEST(Cases, Case22TheNewestOfAllOrTheNewestOfTheOld) {
  auto images = inventory(PackageType::container);
  add_images(images, 1, 30, days(1), days(10));
  add_images(images, 31, 12, days(400), days(1));
  const auto of_all = RuleSetBuilder().policy("p").keep("newest", {}, 10).remove("old", {older_than("1y")});
  EXPECT_EQ(deleted_from(images, of_all), from_to(31, 42));
  const auto of_the_old =
      RuleSetBuilder().policy("p").keep("newest-old", {older_than("1y")}, 10).remove("old", {older_than("1y")});
  EXPECT_EQ(deleted_from(images, of_the_old), (Ids{41, 42}));
}

TEST(Cases, Case25AllButTheExcluded) {
  const auto images = inventory(PackageType::container)
                          .version(1, days(40), {"dummy"})
                          .version(2, days(1), {"a"})
                          .version(3, days(2), {"b", "c"})
                          .version(4, days(3), {"latest"});
  EXPECT_EQ(deleted_from(images, RuleSetBuilder().policy("p").remove("rest", {tags_none({"dummy"})})), (Ids{2, 3, 4}));
}

TEST(Cases, Case27KeepMoreThanThereAre) {
  auto images = inventory(PackageType::container);
  add_images(images, 1, 8, days(1), days(1));
  const auto keeping = [](std::int64_t count) {
    return RuleSetBuilder().policy("p").keep("k", {}, count).remove("d", {everything()});
  };
  EXPECT_EQ(deleted_from(images, keeping(5)), from_to(6, 8));
  EXPECT_EQ(deleted_from(images, keeping(10)), Ids{});
}

TEST(Cases, Case30OldestPrereleasesOnly) {
  auto versions = inventory(PackageType::npm);
  for (int patch = 0; patch < 50; ++patch) {
    const std::string name = "1.0." + std::to_string(patch) + (patch % 2 == 1 ? "-alpha" : "");
    versions.named(patch + 1, days(100 - patch), name);
  }
  Ids oldest;
  for (std::int64_t id = 2; oldest.size() < 15; id += 2) oldest.push_back(id);
  const auto rules = RuleSetBuilder()
                         .policy("p")
                         .keep("recent", {version_names({"*-alpha"})}, 10)
                         .remove("alphas", {version_names({"*-alpha"})});
  EXPECT_EQ(deleted_from(versions, rules), oldest);
}

InventoryBuilder beside_a_release(std::vector<std::string> tags) {
  return inventory(PackageType::container).version(1, days(40), std::move(tags)).version(2, days(50), {"release"});
}

TEST(Cases, Case33PartOfTheTagsMatches) {
  const auto image = beside_a_release({"pr-52", "sha-abc"});
  const auto all = RuleSetBuilder().policy("p").remove("prs", {tags_all({"pr-*"})});
  const Plan plan = evaluate(image.build(), {}, all.build(), {}, kNow);
  EXPECT_EQ(deleted(plan), Ids{});
  EXPECT_EQ(decision_of(plan, 1).winner(), (Reason{Layer::fallback, ReasonCode::spared_by_tag, 0, 1, 1}));
  EXPECT_EQ(deleted_from(image, RuleSetBuilder().policy("p").remove("prs", {tags_any({"pr-*"})})), Ids{1});
}

TEST(Cases, Case34AReleaseThatAlsoHasADoomedTag) {
  EXPECT_EQ(deleted_from(beside_a_release({"3.2.2-unsigned", "3.2.2", "latest"}),
                         RuleSetBuilder().policy("p").remove("unsigned", {tags_all({"*-unsigned"})})),
            Ids{});
}

TEST(Cases, Case36AnyModeWithARegex) {
  const auto rules = RuleSetBuilder().policy("p").remove("numbered", {tags_any({"re:^tag-[0-9]{3}$"})});
  EXPECT_EQ(deleted_from(beside_a_release({"tag-145", "latest"}), rules), Ids{1});
  EXPECT_EQ(deleted_from(beside_a_release({"tag-145x", "latest"}), rules), Ids{});
}

TEST(Cases, Case38OnePullRequestIsNotAnother) {
  const auto rules = RuleSetBuilder().policy("p").remove("closed", {tags_all({"pr-9", "pr-9-*"})});
  EXPECT_EQ(deleted_from(beside_a_release({"pr-91"}), rules), Ids{});
  EXPECT_EQ(deleted_from(beside_a_release({"pr-9"}), rules), Ids{1});
  EXPECT_EQ(deleted_from(beside_a_release({"pr-9-abc"}), rules), Ids{1});
}

TEST(Cases, Case43TheLastTaggedVersionStays) {
  const auto rules = RuleSetBuilder().policy("p").remove("all", {tags_all({"*"})});
  const auto single = inventory(PackageType::container).version(1, days(40), {"a"}).version(9, days(1));
  const Plan plan = evaluate(single.build(), {}, rules.build(), {}, kNow);
  EXPECT_EQ(deleted(plan), Ids{});
  EXPECT_EQ(decision_of(plan, 1).winner(), (Reason{Layer::floor, ReasonCode::last_tagged}));
  auto several = inventory(PackageType::container);
  add_images(several, 1, 4, days(1), days(1));
  EXPECT_EQ(deleted_from(several, rules), from_to(2, 4));
}

TEST(Cases, Case59TheYoungAreNeverCandidates) {
  const auto rules = RuleSetBuilder().policy("p").min_age("24h").remove("untagged", {test::untagged()});
  const auto images =
      inventory(PackageType::docker).version(1, std::chrono::hours(23)).version(2, days(2)).version(3, days(3), {"a"});
  EXPECT_EQ(deleted_from(images, rules), Ids{2});
}

TEST(Cases, UntaggedContainerVersionsStayWhileTheirManifestsAreUnknown) {
  const auto rules = RuleSetBuilder().policy("p").remove("untagged", {test::untagged(), older_than("7d")});
  const auto images = inventory(PackageType::container).version(1, days(40)).version(2, days(40), {"1.0"});
  const Plan plan = evaluate(images.build(), {}, rules.build(), {}, kNow);
  EXPECT_EQ(deleted(plan), Ids{});
  EXPECT_EQ(codes_of(plan, 1), (std::vector<ReasonCode>{ReasonCode::manifest_unknown, ReasonCode::matched}));
}

}  // namespace
}  // namespace retention
