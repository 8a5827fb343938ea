// What people pin and unpin.
#include <gmock/gmock.h>

#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Pins : public LedgerTest {
 protected:
  VersionRow row_of(std::int64_t id) {
    return history().find_version({ref_of(images(1).package), VersionRef::By::at, std::to_string(id)})->row;
  }

  Result<Pinned> pin(std::int64_t id, std::optional<SysTime> until, SysTime at = kNow) {
    return ledger().pin(row_of(id), {until, "because", "ada", at});
  }
  Unpinned unpin(const UnpinSelection& what, SysTime at) { return ledger().unpin({what, "bob", at}).value(); }

  // A run that lists these versions, and deletes nothing.
  void list(std::int64_t count, SysTime at, std::int64_t id = 7) {
    Inventory inventory = images(count);
    inventory.package.id = PackageId{id};
    inventory.fetched_at = at;
    const RunId run = begin(Binding::dry_run, RunKind::plan);
    record(run, inventory, {});
    finish(run);
  }

  // An undo whose restore of version 1 ends in this state.
  RunId undo(DeletionState end, SysTime at, RunId undone) {
    const RunId run = begin(Binding::binding, RunKind::undo);
    const DeletionId id = deletions_of(undone).front().deletion.id;
    EXPECT_TRUE(ledger().pin({id, "undo", "restored by undo", at + days(30), "ada", at, run}));
    EXPECT_TRUE(move(id, DeletionState::restoring, at, run));
    EXPECT_TRUE(move(id, end, at, run));
    finish(run);
    return run;
  }

  Memory memory(SysTime now) { return ledger().remember(images(1).package, now)->memory; }
  bool is_kept_as_returned(SysTime now) { return memory(now).returned.contains(VersionId{1}); }
};

TEST_F(Pins, OfAPersonHoldAVersionByIdAndName) {
  list(3, kNow);
  const auto pinned = pin(1, kNow + days(3));
  ASSERT_TRUE(pinned) << pinned.error().message;
  EXPECT_EQ(pinned->longest.until, kNow + days(3));
  EXPECT_EQ(pinned->longest.made_by, "ada");
  EXPECT_EQ(pinned->longest.reason, "because");
  EXPECT_EQ(memory(kNow).pins.at(VersionId{1}).until, kNow + days(3));
  EXPECT_EQ(memory(kNow).pinned_names.at(images(1).versions[0].name).until, kNow + days(3));
  expect_sound();
}

TEST_F(Pins, SayWhichOneIsTheLongest) {
  list(3, kNow);
  ASSERT_TRUE(pin(1, kNow + days(9)));
  EXPECT_EQ(pin(1, kNow + days(3))->longest.until, kNow + days(9));
  EXPECT_EQ(pin(1, std::nullopt)->longest.until, std::nullopt);
  EXPECT_EQ(pin(1, kNow + days(20))->longest.until, std::nullopt);
}

TEST_F(Pins, ThatAreOverAlreadyAreRefused) {
  list(3, kNow);
  const auto pinned = pin(1, kNow);
  ASSERT_FALSE(pinned);
  EXPECT_EQ(pinned.error().code, ErrorCode::usage);
  EXPECT_THAT(*history().pins(kNow - days(1)), IsEmpty());
}

TEST_F(Pins, DropWhatIsPlannedForTheVersionAtOnce) {
  const RunId run = begin();
  record(run, images(4), {{1, 2}});
  const auto pinned = pin(1, std::nullopt);
  ASSERT_TRUE(pinned) << pinned.error().message;
  EXPECT_EQ(pinned->withdrawn, 1);
  const auto rows = deletions_of(run);
  EXPECT_EQ(rows[0].deletion.state, DeletionState::stale);
  EXPECT_THAT(rows[0].deletion.note, HasSubstr("pinned by ada"));
  EXPECT_EQ(rows[1].deletion.state, DeletionState::queued);
  const auto moved = move(rows[0].deletion.id, DeletionState::deleting);
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().code, ErrorCode::withdrawn);
  expect_sound();
}

TEST_F(Pins, TellOfACallThatWasSentBefore) {
  const RunId run = begin();
  record(run, images(4), {{1}});
  ASSERT_TRUE(move(deletions_of(run).front().deletion.id, DeletionState::deleting));
  EXPECT_EQ(pin(1, std::nullopt)->in_flight, 1);
  EXPECT_EQ(pin(2, std::nullopt)->in_flight, 0);
}

TEST_F(Pins, AreRemovedAndTold) {
  list(3, kNow);
  ASSERT_TRUE(pin(1, std::nullopt));
  ASSERT_TRUE(pin(2, std::nullopt));
  const Unpinned unpinned = unpin(row_of(1), kNow + seconds(1));
  ASSERT_THAT(unpinned.removed, SizeIs(1));
  EXPECT_EQ(unpinned.removed[0].version, VersionId{1});
  EXPECT_THAT(unpinned.let_go, IsEmpty());
  EXPECT_FALSE(memory(kNow + seconds(1)).pins.contains(VersionId{1}));
  EXPECT_TRUE(memory(kNow + seconds(1)).pins.contains(VersionId{2}));
  EXPECT_THAT(unpin(row_of(1), kNow + seconds(2)).removed, IsEmpty()) << "a second time there is nothing to remove";
  expect_sound();
}

TEST_F(Pins, OnTheSameDigestUnderAnotherIdAreRemovedWithTheVersion) {
  list(1, kNow);
  ASSERT_TRUE(pin(1, std::nullopt));
  Inventory again = images(1);
  again.versions[0].id = VersionId{50};
  const RunId run = begin();
  record(run, again, {});
  finish(run);
  EXPECT_THAT(unpin(row_of(50), kNow).removed, SizeIs(1));
}

TEST_F(Pins, OfAPackageAreRemovedTogether) {
  list(3, kNow);
  ASSERT_TRUE(pin(1, std::nullopt));
  ASSERT_TRUE(pin(3, std::nullopt));
  EXPECT_THAT(unpin(PackageRef{"acme", PackageType::npm, "other"}, kNow).removed, IsEmpty());
  EXPECT_THAT(unpin(ref_of(images(1).package), kNow).removed, SizeIs(2));
  EXPECT_TRUE(memory(kNow).pins.empty());
}

TEST_F(Pins, OfAnUndoAreRemovedByItsRun) {
  const RunId first = delete_all(images(3), {1});
  const RunId run = undo(DeletionState::restored, kNow + seconds(10), first);
  ASSERT_TRUE(pin(1, kNow + days(5), kNow + seconds(20)));
  ASSERT_TRUE(pin(2, std::nullopt, kNow + seconds(20)));
  EXPECT_THAT(unpin(first, kNow + seconds(30)).removed, IsEmpty()) << "that run pinned nothing";
  const Unpinned unpinned = unpin(run, kNow + seconds(30));
  ASSERT_THAT(unpinned.removed, SizeIs(1));
  EXPECT_EQ(unpinned.removed[0].source, "undo");
  ASSERT_THAT(unpinned.left, SizeIs(1)) << "the pin of a person on the same version holds on";
  EXPECT_EQ(unpinned.left[0].until, kNow + days(5));
}

TEST_F(Pins, AloneHoldWhatAnUndoRestored) {
  undo(DeletionState::restored, kNow + seconds(10), delete_all(images(3), {1}));
  EXPECT_FALSE(is_kept_as_returned(kNow + seconds(10)));
  EXPECT_TRUE(memory(kNow + seconds(10)).pins.contains(VersionId{1}));
  EXPECT_FALSE(memory(kNow + days(31)).pins.contains(VersionId{1})) << "then the rules decide again";
  EXPECT_FALSE(is_kept_as_returned(kNow + days(31)));
}

TEST_F(Pins, AreNotWhatKeepsAVersionThatOtherHandsRestored) {
  const RunId run = delete_all(images(3), {1});
  ASSERT_TRUE(move(deletions_of(run).front().deletion.id, DeletionState::restored, kNow + seconds(10)));
  EXPECT_TRUE(is_kept_as_returned(kNow + days(100)));
}

TEST_F(Pins, LetGoOfWhatCameBackByOtherHands) {
  delete_all(images(3), {1});
  list(3, kNow + seconds(100));
  EXPECT_TRUE(is_kept_as_returned(kNow + days(100)));
  const Unpinned unpinned = unpin(row_of(1), kNow + days(100));
  EXPECT_THAT(unpinned.removed, IsEmpty());
  ASSERT_THAT(unpinned.let_go, SizeIs(1));
  EXPECT_EQ(unpinned.let_go[0].version, VersionId{1});
  EXPECT_FALSE(is_kept_as_returned(kNow + days(100)));
  EXPECT_THAT(unpin(row_of(1), kNow + days(100)).let_go, IsEmpty());
  EXPECT_THAT(*history().pins(kNow + days(100)), IsEmpty());
  expect_sound();
}

TEST_F(Pins, LetGoOfAllThatCameBackInAPackage) {
  delete_all(images(3), {1, 2});
  list(3, kNow + seconds(100));
  EXPECT_THAT(unpin(ref_of(images(1).package), kNow + days(1)).let_go, SizeIs(2));
}

TEST_F(Pins, DoNotLetGoOfWhatIsStillGone) {
  delete_all(images(3), {1});
  EXPECT_THAT(unpin(row_of(1), kNow + days(1)).let_go, IsEmpty()) << "the last listing is older than the deletion";
  EXPECT_TRUE(is_kept_as_returned(kNow + days(1))) << "should it come back";
}

TEST_F(Pins, LetGoOnlyUntilTheVersionIsDeletedAgain) {
  delete_all(images(3), {1});
  list(3, kNow + seconds(100));
  unpin(row_of(1), kNow + seconds(200));
  const RunId run = begin();
  record(run, images(3), {{1}});
  const DeletionId id = deletions_of(run).front().deletion.id;
  ASSERT_TRUE(move(id, DeletionState::deleting, kNow + seconds(300)));
  ASSERT_TRUE(move(id, DeletionState::deleted, kNow + seconds(300)));
  EXPECT_TRUE(is_kept_as_returned(kNow + seconds(400)));
}

TEST_F(Pins, LetGoForGoodThoughTheWindowOfTheDeletionCloses) {
  const RunId run = delete_all(images(3), {1});
  list(3, kNow + seconds(100));
  unpin(row_of(1), kNow + seconds(200));
  ASSERT_TRUE(move(deletions_of(run).front().deletion.id, DeletionState::expired, kNow + days(31)));
  EXPECT_FALSE(is_kept_as_returned(kNow + days(31)));
}

TEST_F(Pins, AreToldApartFromVersionsThatAreBack) {
  delete_all(images(3), {1});
  const VersionRef ref{ref_of(images(1).package), VersionRef::By::at, "1"};
  EXPECT_FALSE(history().find_version(ref)->back);
  list(3, kNow + seconds(100));
  EXPECT_TRUE(history().find_version(ref)->back);
  EXPECT_FALSE(history().find_version({ref.package, ref.by, "2"})->back) << "it never went";
}

TEST_F(Pins, OfAnUndoThatIsTriedAgainAreOneAndOfTheLastRun) {
  const RunId deleted = delete_all(images(3), {1});
  const RunId first = undo(DeletionState::deleted, kNow, deleted);
  const RunId second = undo(DeletionState::restored, kNow + days(2), deleted);
  const auto pins = history().pins(kNow + days(2)).value();
  ASSERT_THAT(pins, SizeIs(1));
  EXPECT_EQ(pins[0].until, kNow + days(32));
  EXPECT_THAT(unpin(first, kNow + days(2)).removed, IsEmpty());
  expect_sound();
  EXPECT_THAT(unpin(second, kNow + days(2)).removed, SizeIs(1));
  EXPECT_THAT(history().pins(kNow + days(2)).value(), IsEmpty());
  expect_sound();
}

TEST_F(Pins, OfAPersonAreNotThoseOfAnUndo) {
  const RunId deleted = delete_all(images(3), {1});
  ASSERT_TRUE(pin(1, kNow + days(90)));
  undo(DeletionState::restored, kNow, deleted);
  EXPECT_THAT(history().pins(kNow).value(), SizeIs(2));
}

}  // namespace
}  // namespace retention::store
