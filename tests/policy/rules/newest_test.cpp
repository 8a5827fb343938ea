#include "policy/rules/newest.h"

#include <gtest/gtest.h>

#include "tests/support/bound_rules.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::InventoryBuilder;
using test::kNow;
using Ranks = std::vector<std::int64_t>;

std::vector<Slot> slots(const InventoryBuilder& builder, std::vector<Condition> conditions) {
  const test::BoundRules bound(builder.build(),
                               test::RuleSetBuilder().policy("p").keep("r", std::move(conditions), 1).build());
  const Members members = members_of(bound.only(), bound.binding(), bound.newest_first());
  return rank_members(members, order_of(members), bound.inventory().versions.size());
}

// The ranks of all versions, newest first.
Ranks ranks(const InventoryBuilder& builder, std::vector<Condition> conditions) {
  Ranks result;
  for (const Slot& slot : slots(builder, std::move(conditions))) result.push_back(slot.rank);
  return result;
}

TEST(Newest, RanksWhatItsConditionsMatch) {
  const auto images = test::inventory(PackageType::container)
                          .version(4, days(1), {"v4"})
                          .version(3, days(2), {"dev"})
                          .version(2, days(3), {"v2"})
                          .version(1, days(4), {"v1"});
  EXPECT_EQ(ranks(images, {}), (Ranks{1, 2, 3, 4}));
  EXPECT_EQ(ranks(images, {test::tags_any({"v*"})}), (Ranks{1, 0, 2, 3}));
}

TEST(Newest, CountsAMultiTagImageOnce) {
  const auto images =
      test::inventory(PackageType::container).version(2, days(1), {"a", "b", "c"}).version(1, days(2), {"d"});
  EXPECT_EQ(ranks(images, {}), (Ranks{1, 2}));
}

TEST(Newest, FillsSlotsOfTaggedAndUntaggedImagesApart) {
  const auto images = test::inventory(PackageType::docker)
                          .version(4, days(1))
                          .version(3, days(2), {"a"})
                          .version(2, days(3))
                          .version(1, days(4), {"b"});
  EXPECT_EQ(ranks(images, {}), (Ranks{1, 1, 2, 2}));
}

TEST(Newest, SaysHowManyAreRankedBeside) {
  const auto images =
      test::inventory(PackageType::docker).version(3, days(1)).version(2, days(2), {"a"}).version(1, days(3), {"b"});
  const auto ranked = slots(images, {});
  EXPECT_EQ(ranked[0].of, 1U);
  EXPECT_EQ(ranked[1].of, 2U);
  EXPECT_EQ(ranked[2].of, 2U);
}

TEST(Newest, GivesNoSlotToWhatIsNotCertain) {
  const auto images = test::inventory(PackageType::container)
                          .add({VersionId{9}, "sha256:9", std::nullopt, std::nullopt, std::vector<std::string>{"a"}})
                          .version(8, -days(1), {"future"})
                          .version(7, days(1), {"sha256-" + std::string(64, 'a') + ".sig"})
                          .version(6, days(2))
                          .add({VersionId{5}, "sha256:5", kNow - days(3), kNow, std::nullopt})
                          .version(4, days(4), {"b"})
                          .version(3, days(5), {"c"});
  EXPECT_EQ(ranks(images, {}), (Ranks{0, 0, 0, 0, 0, 1, 2}));
}

TEST(Newest, RanksByIdWithinTheSameSecond) {
  const auto images = test::inventory(PackageType::npm).named(1, days(1), "a").named(2, days(1), "b");
  EXPECT_EQ(ranks(images, {}), (Ranks{1, 2}));
  EXPECT_EQ(images.build().versions.front().id, VersionId{2});
}

}  // namespace
}  // namespace retention
