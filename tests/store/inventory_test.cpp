// What the ledger tells of the last listing of a package, and the copy that is planned on without a network.
#include <gmock/gmock.h>

#include "tests/store/ledger_fixture.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using testing::ElementsAre;

class LastInventory : public LedgerTest {
 protected:
  std::vector<std::int64_t> ids() {
    std::vector<std::int64_t> found;
    const Inventory inventory = history().last_inventory(images(1).package).value();
    for (const PackageVersion& version : inventory.versions) {
      found.push_back(version.id.value);
    }
    return found;
  }

  Inventory listed_at(SysTime time, std::int64_t count) {
    Inventory inventory = images(count);
    inventory.fetched_at = time;
    return inventory;
  }
};

TEST_F(LastInventory, IsWhatTheLastCompleteListingShowed) {
  record(begin(), listed_at(kNow, 2), {});
  Inventory later = listed_at(kNow + days(1), 3);
  later.versions.front().tags = std::vector<std::string>{"moved"};
  record(begin(), later, {});
  const Inventory found = history().last_inventory(later.package).value();
  EXPECT_EQ(found.versions, later.versions);
  EXPECT_EQ(found.fetched_at, kNow + days(1));
  EXPECT_TRUE(found.completeness.complete());
}

TEST_F(LastInventory, IsNotTouchedByAPartialListing) {
  record(begin(), listed_at(kNow, 3), {});
  Inventory partial = listed_at(kNow + days(1), 1);
  partial.completeness = {Incompleteness::listing_failed, "a page is missing"};
  record(begin(), partial, {});
  EXPECT_THAT(ids(), ElementsAre(3, 2, 1));
  EXPECT_EQ(history().last_inventory(partial.package)->fetched_at, kNow);
}

TEST_F(LastInventory, LacksWhatWasDeletedSinceUntilItIsBack) {
  const RunId run = delete_all(images(4), {1, 2});
  EXPECT_THAT(ids(), ElementsAre(4, 3));
  const DeletionId id = ledger().restorable(ByRun{run}, kNow)->work.front().id;
  ASSERT_TRUE(move(id, DeletionState::restoring, kNow + days(1)));
  ASSERT_TRUE(move(id, DeletionState::restored, kNow + days(1)));
  EXPECT_EQ(ids().size(), 3U);
}

TEST_F(LastInventory, HoldsWhatReturnedByAnotherHandAndWasListedAgain) {
  delete_all(images(3), {1});
  record(begin(), listed_at(kNow + days(1), 3), {});
  EXPECT_THAT(ids(), ElementsAre(3, 2, 1));
}

TEST_F(LastInventory, IsNoneIfThePackageWasNeverListedAsAWhole) {
  Inventory partial = images(2);
  partial.completeness = {Incompleteness::listing_failed, "a page is missing"};
  record(begin(), partial, {});
  EXPECT_EQ(history().packages_seen().value(), std::vector<Package>{partial.package});
  EXPECT_EQ(history().last_inventory(partial.package).error().code, ErrorCode::not_found);
}

TEST_F(LastInventory, IsNoneOfAPackageThatWasNeverSeen) {
  EXPECT_TRUE(history().packages_seen()->empty());
  EXPECT_EQ(history().last_inventory(images(1).package).error().code, ErrorCode::not_found);
}

TEST_F(LastInventory, WhatIsRecordedInACopyStaysThere) {
  const test::TempDirectory folder;
  const std::string path = folder.file("ledger.db");
  use(path);
  record(begin(), images(3), {});
  const auto before = history().runs(9, std::nullopt)->size();
  auto copy = Ledger::open_copy(path);
  ASSERT_TRUE(copy) << copy.error().message;
  EXPECT_EQ(History::open(copy->location())->last_inventory(images(1).package)->versions, images(3).versions);
  ASSERT_TRUE(copy->begin_run({RunKind::plan, Binding::dry_run, "offline", "tester", "1.0", kNow, std::nullopt}));
  EXPECT_EQ(History::open(copy->location())->runs(9, std::nullopt)->size(), before + 1);
  EXPECT_EQ(history().runs(9, std::nullopt)->size(), before);
  expect_sound();
}

TEST_F(LastInventory, ACopyOfNoLedgerIsAnError) {
  EXPECT_EQ(Ledger::open_copy("/nowhere/ledger.db").error().code, ErrorCode::ledger);
}

}  // namespace
}  // namespace retention::store
