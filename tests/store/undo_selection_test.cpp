#include <gmock/gmock.h>

#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Undo : public LedgerTest {
 protected:
  std::vector<std::int64_t> ids(const UndoSelection& selection, SysTime now = kNow) {
    std::vector<std::int64_t> found;
    const std::vector<DeletionWork> selected = ledger().restorable(selection, now)->work;
    for (const DeletionWork& work : selected) found.push_back(work.version.value);
    return found;
  }

  PackageRef ref = ref_of(images(1).package);
};

TEST_F(Undo, SelectsByRunInTheReverseOfTheDeletion) {
  const RunId first = delete_all(images(5), {1, 2});
  const RunId second = delete_all(images(5), {3});
  EXPECT_THAT(ids(ByRun{first}), ElementsAre(2, 1));
  EXPECT_THAT(ids(ByRun{second}), ElementsAre(3));
  EXPECT_THAT(ids(ByRun{RunId{99}}), IsEmpty());
}

TEST_F(Undo, SelectsByPackageVersionAndTime) {
  delete_all(images(5), {1, 2, 3});
  EXPECT_THAT(ids(ByPackage{ref}), ElementsAre(3, 2, 1));
  EXPECT_THAT(ids(ByPackage{{"ACME", PackageType::container, "app"}}), ElementsAre(3, 2, 1));
  EXPECT_THAT(ids(ByPackage{{"acme", PackageType::docker, "app"}}), IsEmpty());
  EXPECT_THAT(ids(ByVersion{ref, {VersionId{2}, VersionId{5}}}), ElementsAre(2));
  EXPECT_THAT(ids(Since{kNow}), ElementsAre(3, 2, 1));
  EXPECT_THAT(ids(Since{kNow + seconds(1)}), IsEmpty());
}

TEST_F(Undo, LeavesOutWhatIsOverByOurClockAndChangesNothing) {
  const RunId run = delete_all(images(5), {1, 2});
  EXPECT_THAT(ids(ByRun{run}, kNow + days(30) - seconds(1)), ElementsAre(2, 1));
  const auto late = ledger().restorable(ByRun{run}, kNow + days(30)).value();
  EXPECT_TRUE(late.work.empty());
  EXPECT_EQ(late.expired, 2);
  EXPECT_EQ(ledger().restorable(ByVersion{ref, {VersionId{1}}}, kNow + days(31))->expired, 1);
  EXPECT_EQ(deletions_of(run)[0].deletion.state, DeletionState::deleted);
  EXPECT_THAT(ids(ByRun{run}), ElementsAre(2, 1)) << "once the clock is right again";
  expect_sound();
}

TEST_F(Undo, IsANoOpTheSecondTime) {
  const RunId run = delete_all(images(5), {1});
  const DeletionId id = ledger().restorable(ByRun{run}, kNow)->work.front().id;
  ASSERT_TRUE(move(id, DeletionState::restoring));
  ASSERT_TRUE(move(id, DeletionState::restored));
  EXPECT_THAT(ids(ByRun{run}), IsEmpty());
}

TEST_F(Undo, KnowsWhatItBroughtBackBefore) {
  const RunId run = delete_all(images(5), {1, 2, 3});
  const auto work = ledger().restorable(ByRun{run}, kNow)->work;
  ASSERT_TRUE(move(work[0].id, DeletionState::restoring));
  ASSERT_TRUE(move(work[0].id, DeletionState::restored));
  ASSERT_TRUE(move(work[1].id, DeletionState::restored)) << "by another hand";
  const auto back = [&](const UndoSelection& selection) {
    const auto restorable = ledger().restorable(selection, kNow);
    std::vector<std::int64_t> found;
    for (const DeletionWork& each : restorable->back) found.push_back(each.version.value);
    return found;
  };
  EXPECT_THAT(back(ByRun{run}), ElementsAre(3));
  EXPECT_THAT(back(ByPackage{ref}), ElementsAre(3));
  EXPECT_THAT(back(Since{kNow}), ElementsAre(3));
  EXPECT_THAT(back(ByVersion{ref, {VersionId{1}, VersionId{3}}}), ElementsAre(3));
  EXPECT_THAT(back(ByVersion{ref, {VersionId{1}}}), IsEmpty());
  EXPECT_THAT(back(ByRun{RunId{99}}), IsEmpty());
}

TEST_F(Undo, OffersAFailedRestoreAgain) {
  const RunId run = delete_all(images(5), {1});
  const DeletionId id = ledger().restorable(ByRun{run}, kNow)->work.front().id;
  ASSERT_TRUE(move(id, DeletionState::restoring));
  ASSERT_TRUE(move(id, DeletionState::restore_failed));
  EXPECT_THAT(ids(ByRun{run}), ElementsAre(1));
  EXPECT_EQ(ledger().restorable(ByRun{run}, kNow + days(31))->expired, 1);
}

TEST_F(Undo, OffersOfSeveralDeletionsOfAVersionTheNewest) {
  const RunId first = delete_all(images(5), {1});
  const RunId second = delete_all(images(5), {1});
  EXPECT_THAT(ids(ByRun{first}), IsEmpty());
  EXPECT_THAT(ids(ByRun{second}), ElementsAre(1));
  EXPECT_THAT(ids(ByPackage{ref}), ElementsAre(1));
}

// GitHub holds one deletion of a version at most: the older ones are over with it.
TEST_F(Undo, OffersNoOlderDeletionOnceTheNewestIsOver) {
  const RunId first = delete_all(images(5), {1, 2});
  const RunId second = delete_all(images(5), {1, 2});
  const auto work = ledger().restorable(ByRun{second}, kNow)->work;
  ASSERT_TRUE(move(work[0].id, DeletionState::restored));
  ASSERT_TRUE(move(work[1].id, DeletionState::expired));
  EXPECT_THAT(ids(ByRun{first}), IsEmpty());
  EXPECT_THAT(ids(ByPackage{ref}), IsEmpty());
}

}  // namespace
}  // namespace retention::store
