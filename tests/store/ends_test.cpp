// Where a deletion ends: its 30 days are over, its version is back by other hands, or it was somebody else's.
#include <gmock/gmock.h>

#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Ends : public LedgerTest {
 protected:
  // A binding run `after` the deletion that reads the package as a whole.
  RunId look(std::chrono::seconds after, const Inventory& inventory) {
    const RunId run =
        ledger().begin_run({RunKind::apply, Binding::binding, "command", "tester", "1.0", kNow + after, rules}).value();
    record(run, inventory, {});
    EXPECT_TRUE(ledger().finish_run(run, {kNow + after, 0, 1, 0}));
    return run;
  }

  static Inventory without_first() {
    Inventory inventory = images(3);
    std::erase_if(inventory.versions, [](const PackageVersion& version) { return version.id == VersionId{1}; });
    return inventory;
  }

  DeletionRecord row(RunId run) { return deletions_of(run).at(0).deletion; }

  std::vector<std::int64_t> back_in(const Inventory& inventory) {
    std::vector<std::int64_t> ids;
    const std::vector<DeletionWork> back = ledger().back_in(inventory).value();
    for (const DeletionWork& work : back) ids.push_back(work.version.value);
    return ids;
  }

  static DeletedVersion by_others(std::int64_t id, std::chrono::seconds ago) {
    return {test::inventory(PackageType::container).version(id, days(200), {"x"}).build().versions.at(0), kNow - ago};
  }
};

TEST_F(Ends, ExpireWhenTheThirtyDaysAreOverAndNotBefore) {
  const RunId run = delete_all(images(3), {1});
  EXPECT_EQ(ledger().expire(look(days(30) - seconds(1), without_first())), 0);
  EXPECT_EQ(row(run).state, DeletionState::deleted);
  EXPECT_EQ(ledger().expire(look(days(30), without_first())), 1);
  EXPECT_EQ(row(run).state, DeletionState::expired);
  EXPECT_EQ(ledger().restorable(ByRun{run}, kNow)->expired, 1);
  EXPECT_THAT(ledger().restorable(ByRun{run}, kNow)->work, IsEmpty());
  EXPECT_THAT(history().undo_windows(kNow).value(), IsEmpty());
  expect_sound();
}

TEST_F(Ends, OfRunsThatAskAreRecordedWithTheStatusThatTheirAskerWants) {
  const auto recorded = [&](Mode mode, int status, std::optional<int> if_asking) {
    const RunId run = begin();
    record(run, images(3), {{1}, mode});
    EXPECT_TRUE(ledger().finish_run(run, {kNow, status, 1, 0, if_asking}));
    return history().run(run).value()->exit_status;
  };
  EXPECT_EQ(recorded(Mode::approve, 0, 4), 4);
  EXPECT_EQ(recorded(Mode::approve, 0, std::nullopt), 0);
  EXPECT_EQ(recorded(Mode::enforce, 0, 4), 0);
  expect_sound();
}

TEST_F(Ends, OfInterruptedRunsAreToldApart) {
  const auto recorded = [&](int status) {
    const RunId run = begin();
    EXPECT_TRUE(ledger().finish_run(run, {kNow, status, 1, 0}));
    return history().run(run).value()->exit_status;
  };
  EXPECT_EQ(recorded(130), 130);
  ledger().tell_interruptions_apart([] { return 143; });
  EXPECT_EQ(recorded(130), 143);
  EXPECT_EQ(recorded(3), 3);
  expect_sound();
}

TEST_F(Ends, NothingByAClockThatNobodyConfirmed) {
  const RunId run = delete_all(images(3), {1});
  Inventory off = without_first();
  off.completeness = {Incompleteness::clock_differs, "set the clock"};
  EXPECT_EQ(ledger().expire(look(days(90), off)), 0);
  EXPECT_EQ(row(run).state, DeletionState::deleted);
}

TEST_F(Ends, NothingByAClockThatAnyPackageOfTheRunFoundToBeOff) {
  const RunId run = delete_all(images(3), {1});
  const RunId look =
      ledger()
          .begin_run({RunKind::apply, Binding::binding, "command", "tester", "1.0", kNow + days(90), rules})
          .value();
  record(look, without_first(), {});
  Inventory other = images(2);
  other.package.id = {4711};
  other.package.name = "other";
  other.completeness = {Incompleteness::clock_differs, "set the clock"};
  record(look, other, {});
  ASSERT_TRUE(ledger().finish_run(look, {kNow + days(90), 0, 1, 0}));
  EXPECT_EQ(ledger().expire(look), 0);
  EXPECT_EQ(row(run).state, DeletionState::deleted);
}

TEST_F(Ends, AlsoOfWhatWasSupersededOrNotRestored) {
  const RunId run = delete_all(images(3), {1, 2});
  const auto work = ledger().restorable(ByRun{run}, kNow)->work;
  ASSERT_TRUE(move(work[0].id, DeletionState::superseded));
  ASSERT_TRUE(move(work[1].id, DeletionState::restoring));
  ASSERT_TRUE(move(work[1].id, DeletionState::restore_failed));
  EXPECT_EQ(ledger().expire(look(days(31), without_first())), 2);
  expect_sound();
}

TEST_F(Ends, ASupersededOneIsStillOfferedForAnUndo) {
  const RunId run = delete_all(images(3), {1});
  ASSERT_TRUE(move(ledger().restorable(ByRun{run}, kNow)->work[0].id, DeletionState::superseded));
  EXPECT_THAT(ledger().restorable(ByRun{run}, kNow)->work, SizeIs(1));
}

TEST_F(Ends, KnowWhatAListingHoldsAgain) {
  delete_all(images(3), {1});
  EXPECT_THAT(back_in(without_first()), IsEmpty());
  EXPECT_THAT(back_in(images(3)), ElementsAre(1));
  Inventory part = images(3);
  part.completeness = {Incompleteness::listing_failed, "500"};
  EXPECT_THAT(back_in(part), IsEmpty());
}

TEST_F(Ends, AVersionThatIsBackStaysUntilItIsUnpinnedWhateverItsDeletionSays) {
  const RunId run = delete_all(images(3), {1});
  ASSERT_TRUE(move(row(run).id, DeletionState::restored, kNow + days(1)));
  Inventory again = images(3);
  again.fetched_at = kNow + days(1);
  look(days(1), again);
  const Package package = images(3).package;
  EXPECT_TRUE(ledger().remember(package, kNow + days(1))->memory.returned.contains(VersionId{1}));
  const auto version = history().find_version({ref_of(package), VersionRef::By::at, "1"}).value();
  ASSERT_THAT(ledger().unpin({version.row, "tester", kNow + days(2)})->let_go, SizeIs(1));
  EXPECT_FALSE(ledger().remember(package, kNow + days(2))->memory.returned.contains(VersionId{1}));
}

TEST_F(Ends, WhatOthersDeletedIsAdoptedOnceAndCanBeUndone) {
  look(seconds(0), images(3));
  const Package package = images(3).package;
  const std::vector<DeletedVersion> found{by_others(70, days(3)), by_others(71, days(30)), by_others(2, days(1))};
  const auto adoptable = ledger().adoptable(package, found, kNow).value();
  ASSERT_THAT(adoptable, SizeIs(2)) << "the window of one is over";
  const RunId run = begin(Binding::binding, RunKind::adopt_deleted);
  ASSERT_TRUE(ledger().adopt({run, rules, package, adoptable, kNow}));
  finish(run);

  EXPECT_THAT(ledger().adoptable(package, found, kNow).value(), IsEmpty());
  EXPECT_THAT(ledger().restorable(ByRun{run}, kNow)->work, SizeIs(2));
  EXPECT_THAT(ledger().restorable(ByPackage{ref_of(package)}, kNow)->work, SizeIs(2));
  EXPECT_EQ(row(run).undo_until, kNow - days(3) + days(30));
  EXPECT_EQ(row(run).note, kAdopted);
  EXPECT_FALSE(history().find_version({ref_of(package), VersionRef::By::at, "70"})->active);
  EXPECT_FALSE(ledger().adopt({run, rules, package, adoptable, kNow})) << "it is in the ledger already";
  look(days(1), images(3));
  expect_sound();
}

TEST_F(Ends, WhatWeDeletedIsNotAdopted) {
  delete_all(images(3), {1});
  EXPECT_THAT(ledger().adoptable(images(3).package, {by_others(1, seconds(0))}, kNow).value(), IsEmpty());
}

TEST_F(Ends, WhatOfOursDidNotComeBackIsNotAdoptedEither) {
  const RunId run = delete_all(images(3), {1, 2});
  const auto work = ledger().restorable(ByRun{run}, kNow)->work;
  ASSERT_TRUE(move(work[0].id, DeletionState::superseded));
  ASSERT_TRUE(move(work[1].id, DeletionState::restoring));
  ASSERT_TRUE(move(work[1].id, DeletionState::restore_failed));
  const std::vector<DeletedVersion> deleted{by_others(1, seconds(0)), by_others(2, seconds(0))};
  EXPECT_THAT(ledger().adoptable(images(3).package, deleted, kNow).value(), IsEmpty());
}

TEST_F(Ends, AnAdoptedVersionThatIsListedLaterIsOneVersion) {
  look(seconds(0), images(3));
  const RunId run = begin(Binding::binding, RunKind::adopt_deleted);
  ASSERT_TRUE(ledger().adopt({run, rules, images(3).package, {by_others(4, days(1))}, kNow}));
  finish(run);
  look(days(1), images(4));
  EXPECT_TRUE(history().find_version({ref_of(images(3).package), VersionRef::By::at, "4"})->active);
  expect_sound();
}

}  // namespace
}  // namespace retention::store
