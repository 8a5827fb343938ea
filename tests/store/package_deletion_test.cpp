#include <gmock/gmock.h>

#include "store/database.h"
#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class PackageDeletionTest : public LedgerTest {
 protected:
  static StateMove to(DeletionState state, SysTime at = kNow) {
    StateMove move;
    move.to = state;
    move.at = at;
    return move;
  }

  // A run that is about to delete all three versions of a package with it.
  PackageDeletionId begin_whole() {
    run = begin(Binding::binding, RunKind::delete_package);
    const auto plan = record(run, images(3), {{1, 2, 3}});
    const auto id = ledger().begin_package_deletion(plan.id, to(DeletionState::deleting));
    EXPECT_TRUE(id) << id.error().message;
    return id.value_or(PackageDeletionId{});
  }

  std::vector<std::string> states() {
    std::vector<std::string> found;
    for (const DeletionDetail& row : deletions_of(run))
      found.emplace_back(text_of(kDeletionStates, row.deletion.state));
    return found;
  }

  RunId run;
};

TEST_F(PackageDeletionTest, CommitsEveryVersionBeforeTheCallAndEndsWithIt) {
  const PackageDeletionId id = begin_whole();
  EXPECT_THAT(states(), ElementsAre("deleting", "deleting", "deleting"));
  ASSERT_THAT(ledger().packages_in_flight().value(), SizeIs(1));
  EXPECT_THAT(ledger().in_flight().value(), IsEmpty()) << "the package is settled, not its versions one by one";
  ASSERT_TRUE(ledger().move_package(id, to(DeletionState::deleted)));
  EXPECT_THAT(states(), Each("deleted"));
  EXPECT_THAT(ledger().packages_in_flight().value(), IsEmpty());
  ASSERT_THAT(ledger().packages_deleted().value(), SizeIs(1));
  EXPECT_EQ(ledger().packages_deleted()->front().undo_until, kNow + days(30));
  EXPECT_THAT(history().packages_seen().value(), IsEmpty());
  finish(run);
  expect_sound();
}

TEST_F(PackageDeletionTest, CancelsWhatEarlierPlansHaveNotSent) {
  const RunId before = begin();
  record(before, images(3), {{1}});
  begin_whole();
  EXPECT_EQ(deletions_of(before).front().deletion.state, DeletionState::cancelled);
}

TEST_F(PackageDeletionTest, IsRefusedWhileAVersionIsInFlight) {
  const RunId before = begin();
  record(before, images(3), {{1}});
  const auto work = ledger().next_queued(before, kNow).value();
  ASSERT_TRUE(move(work->id, DeletionState::deleting));
  run = begin(Binding::binding, RunKind::delete_package);
  const auto plan = record(run, images(3), {{1, 2, 3}});
  const auto id = ledger().begin_package_deletion(plan.id, to(DeletionState::deleting));
  ASSERT_FALSE(id);
  EXPECT_EQ(id.error().code, ErrorCode::busy);
  EXPECT_THAT(ledger().packages_in_flight().value(), IsEmpty());
  EXPECT_THAT(states(), ElementsAre("queued", "queued"));
}

TEST_F(PackageDeletionTest, IsNotBegunWhileDeletionsArePaused) {
  run = begin(Binding::binding, RunKind::delete_package);
  const auto plan = record(run, images(3), {{1, 2, 3}});
  ASSERT_TRUE(ledger().pause({std::nullopt, "the registry moves", "ada", kNow}));
  const auto id = ledger().begin_package_deletion(plan.id, to(DeletionState::deleting));
  ASSERT_FALSE(id);
  EXPECT_EQ(id.error().code, ErrorCode::busy);
  EXPECT_THAT(id.error().message, HasSubstr("by ada"));
  EXPECT_THAT(states(), Each("queued"));
}

TEST_F(PackageDeletionTest, IsNeverSentByARunThatSendsVersions) {
  const PackageDeletionId id = begin_whole();
  ASSERT_TRUE(ledger().move_package(id, to(DeletionState::failed)));
  EXPECT_THAT(states(), Each("failed"));
  EXPECT_EQ(ledger().next_queued(run, kNow).value(), std::nullopt);
}

TEST_F(PackageDeletionTest, ComesBackWithItsVersionsPinnedAndTheirDifferencesKept) {
  const PackageDeletionId id = begin_whole();
  ASSERT_TRUE(ledger().move_package(id, to(DeletionState::deleted)));
  finish(run);
  ASSERT_TRUE(ledger().pin_package(id, {"undo", "restored by undo", std::nullopt, "tester", kNow}));
  ASSERT_TRUE(ledger().move_package(id, to(DeletionState::restoring)));
  EXPECT_THAT(states(), Each("restoring"));
  const auto rows = ledger().part_of(id).value();
  ASSERT_THAT(rows, SizeIs(3));
  StateMove apart = to(DeletionState::restore_failed);
  apart.note = "its package is back without it";
  ASSERT_TRUE(ledger().move_package(id, to(DeletionState::restored), {{rows[1].id, apart}}));
  EXPECT_THAT(states(), ElementsAre("restored", "restore_failed", "restored"));
  EXPECT_THAT(history().pins(kNow).value(), SizeIs(3));
  EXPECT_THAT(history().packages_seen().value(), SizeIs(1));
  EXPECT_THAT(ledger().packages_deleted().value(), IsEmpty());
  EXPECT_EQ(ledger().restorable(ByRun{run}, kNow)->work.front().with_package, id);
  expect_sound();
}

TEST_F(PackageDeletionTest, MovesAsDeletionsDo) {
  const PackageDeletionId id = begin_whole();
  const auto moved = ledger().move_package(id, to(DeletionState::restored));
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().code, ErrorCode::internal);
  EXPECT_THAT(states(), Each("deleting"));
}

TEST_F(PackageDeletionTest, IsHeldAgainstTheJournal) {
  const PackageDeletionId id = begin_whole();
  {
    Database other(ledger().location(), Database::Access::write);
    other.execute("UPDATE package_deletion SET state = 6 WHERE id = " + std::to_string(id.value));
  }
  const auto found = verify(ledger().location());
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().message,
              HasSubstr("the deletion of a package 1 is deleted, but the journal says deleting"));
}

TEST_F(PackageDeletionTest, IsToldAsOneWindowOfItsRun) {
  ASSERT_TRUE(ledger().move_package(begin_whole(), to(DeletionState::deleted)));
  const auto windows = history().undo_windows(kNow).value();
  ASSERT_THAT(windows, SizeIs(1));
  EXPECT_TRUE(windows.front().whole_package);
  EXPECT_EQ(windows.front().versions, 3);
}

}  // namespace
}  // namespace retention::store
