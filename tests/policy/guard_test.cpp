#include "policy/guard.h"

#include <gtest/gtest.h>

#include "tests/support/bound_rules.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using test::InventoryBuilder;
using test::kNow;

// What the guard says of the only version of an inventory, under a policy with a minimal age.
std::vector<Reason> reasons(const InventoryBuilder& builder, const Memory& memory = {},
                            std::string_view min_age = "24h") {
  const test::BoundRules bound(builder.build(), test::RuleSetBuilder().policy("p").min_age(min_age).build());
  Draft draft;
  add_guard_reasons(Subject(bound.binding(), 0), bound.binding(), bound.selection(), memory, draft);
  auto all = draft.take();
  std::erase_if(all, [](const Reason& reason) { return reason.layer != Layer::guard; });
  return all;
}

std::vector<Reason> only(ReasonCode code, std::int64_t first = 0, std::int64_t second = 0) {
  return {{Layer::guard, code, kNoRule, first, second}};
}

InventoryBuilder one(std::chrono::seconds age) {
  return test::inventory(PackageType::container).version(1, age, {"v1"});
}

InventoryBuilder raw(PackageVersion version) {
  return test::inventory(PackageType::container).add(std::move(version));
}

TEST(Guard, IsSilentWhenAllIsKnown) {
  EXPECT_TRUE(reasons(one(days(2))).empty());
}

TEST(Guard, HoldsWhatIsYoungerThanMinAge) {
  const auto young = only(ReasonCode::younger_than_min_age, 24 * 3600);
  EXPECT_EQ(reasons(one(hours(24) - seconds(1))), young);
  EXPECT_TRUE(reasons(one(hours(24))).empty());
  EXPECT_TRUE(reasons(one(seconds(0)), {}, "0d").empty());
}

TEST(Guard, HoldsWhatIsCreatedInTheFuture) {
  EXPECT_EQ(reasons(one(-seconds(1)), {}, "0d"), only(ReasonCode::created_in_future));
  EXPECT_EQ(reasons(one(-days(400))), only(ReasonCode::created_in_future));
}

TEST(Guard, HoldsWhatHasNoCreatedTime) {
  EXPECT_EQ(reasons(raw({VersionId{1}, "sha256:1", std::nullopt, kNow, {{"v1"}}})), only(ReasonCode::created_unknown));
}

TEST(Guard, HoldsWhatHasUnknownTags) {
  const PackageVersion version{VersionId{1}, "1.0", kNow - days(9), std::nullopt, std::nullopt};
  EXPECT_EQ(reasons(raw(version)), only(ReasonCode::tags_unknown));
  EXPECT_TRUE(reasons(test::inventory(PackageType::npm).add(version)).empty()) << "npm versions have no tags";
}

TEST(Guard, HoldsWhatMayBePartOfAnImage) {
  const auto unclear = only(ReasonCode::manifest_unknown);
  EXPECT_EQ(reasons(test::inventory(PackageType::container).version(1, days(9))), unclear);
  EXPECT_EQ(reasons(test::inventory(PackageType::container).version(1, days(9), {"sha256-" + std::string(64, '0')})),
            unclear);
  EXPECT_TRUE(reasons(test::inventory(PackageType::docker).version(1, days(9))).empty());
}

TEST(Guard, HoldsWhatThePlatformRefusedUntilItMayBeTriedAgain) {
  Memory memory;
  memory.refusals[VersionId{1}] = {Refusal::downloads, kNow + seconds(1)};
  EXPECT_EQ(reasons(one(days(9)), memory),
            only(ReasonCode::refused_by_platform, 1, (kNow + seconds(1)).time_since_epoch().count()));
  memory.refusals[VersionId{1}].retry_at = kNow;
  EXPECT_TRUE(reasons(one(days(9)), memory).empty());
}

TEST(Guard, HoldsEverythingOfAPartialListing) {
  EXPECT_EQ(reasons(one(days(9)).partial(Incompleteness::results_withheld)),
            only(ReasonCode::incomplete_inventory, static_cast<std::int64_t>(Incompleteness::results_withheld)));
}

TEST(Guard, SaysEverythingThatHolds) {
  const auto all = reasons(one(hours(1)).partial(Incompleteness::listing_failed));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].code, ReasonCode::incomplete_inventory);
  EXPECT_EQ(all[1].code, ReasonCode::younger_than_min_age);
}

}  // namespace
}  // namespace retention
