#include <gmock/gmock.h>

#include "store/database.h"
#include "tests/store/ledger_fixture.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Pausing : public LedgerTest {
 protected:
  DeletionId queue_one() {
    const RunId run = begin();
    record(run, images(3), {{1}});
    return ledger().next_queued(run, kNow).value()->id;
  }

  const Pause for_a_day{kNow + days(1), "the registry moves", "ada", kNow};
};

TEST_F(Pausing, LetsNoDeletionLeaveUntilSomebodyResumes) {
  const DeletionId id = queue_one();
  ASSERT_TRUE(ledger().pause({std::nullopt, "the registry moves", "ada", kNow}));
  const auto moved = move(id, DeletionState::deleting, kNow + days(400));
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().code, ErrorCode::paused);
  EXPECT_THAT(moved.error().message, HasSubstr("by ada on 2026-03-02T02:30:00Z: the registry moves"));
  EXPECT_EQ(ledger().resume("bob", kNow + days(400))->value().by, "ada");
  EXPECT_TRUE(move(id, DeletionState::deleting, kNow + days(400)));
  expect_sound();
}

TEST_F(Pausing, IsOverByItselfAtItsEnd) {
  const DeletionId id = queue_one();
  ASSERT_TRUE(ledger().pause(for_a_day));
  EXPECT_EQ(ledger().paused(kNow + days(1) - seconds(1))->value(), for_a_day);
  EXPECT_FALSE(ledger().paused(kNow + days(1))->has_value());
  EXPECT_FALSE(move(id, DeletionState::deleting, kNow + days(1) - seconds(1)));
  EXPECT_TRUE(move(id, DeletionState::deleting, kNow + days(1)));
  EXPECT_FALSE(ledger().resume("bob", kNow + days(1))->has_value()) << "there is nothing to end";
}

TEST_F(Pausing, TakesThePlaceOfAnOlderPause) {
  EXPECT_FALSE(ledger().pause(for_a_day)->has_value());
  EXPECT_EQ(ledger().pause({std::nullopt, "", "bob", kNow})->value(), for_a_day);
  EXPECT_EQ(ledger().paused(kNow)->value().until, std::nullopt);
  EXPECT_FALSE(ledger().paused(kNow)->value() == for_a_day);
}

TEST_F(Pausing, LetsRestoresLeave) {
  const RunId run = delete_all(images(3), {1});
  ASSERT_TRUE(ledger().pause(for_a_day));
  EXPECT_TRUE(move(deletions_of(run).front().deletion.id, DeletionState::restoring));
}

TEST_F(Pausing, SurvivesItsProcess) {
  const test::TempDirectory folder;
  use(folder.file("ledger.db"));
  ASSERT_TRUE(ledger().pause(for_a_day));
  use(folder.file("ledger.db"));
  EXPECT_EQ(ledger().paused(kNow)->value(), for_a_day);
  EXPECT_EQ(history().status(kNow)->pause, for_a_day);
  EXPECT_EQ(history().status(kNow + days(1))->pause, std::nullopt);
}

TEST_F(Pausing, ThatCannotBeReadStopsEverything) {
  const DeletionId id = queue_one();
  ASSERT_TRUE(ledger().pause(for_a_day));
  Database database(ledger().location(), Database::Access::write);
  database.execute("UPDATE meta SET value = 'until' WHERE key = 'pause'");
  EXPECT_EQ(move(id, DeletionState::deleting).error().code, ErrorCode::ledger);
}

TEST_F(Pausing, KnowsWhichCallsAreInFlight) {
  const DeletionId id = queue_one();
  EXPECT_THAT(*ledger().deletes_in_flight(), IsEmpty());
  ASSERT_TRUE(move(id, DeletionState::deleting, kNow + seconds(5)));
  const auto calls = ledger().deletes_in_flight().value();
  ASSERT_THAT(calls, SizeIs(1));
  EXPECT_EQ(calls[0].package, ref_of(images(1).package));
  EXPECT_EQ(calls[0].version, VersionId{1});
  EXPECT_EQ(calls[0].sent_at, kNow + seconds(5));
}

TEST_F(Pausing, CountsNoCallThatEndedWithoutAnAnswer) {
  ASSERT_TRUE(move(queue_one(), DeletionState::deleting));
  ASSERT_TRUE(ledger().hold(images(1).package, Hold::unsettled, "reading it failed", kNow));
  EXPECT_THAT(*ledger().deletes_in_flight(), IsEmpty());
}

}  // namespace
}  // namespace retention::store
