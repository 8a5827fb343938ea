#include <gmock/gmock.h>

#include "store/database.h"
#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

using testing::HasSubstr;

class Moves : public LedgerTest {
 protected:
  DeletionWork queue_one() {
    run = begin();
    record(run, images(3), {{1}});
    return *ledger().next_queued(run, kNow).value();
  }

  DeletionRecord now_of(DeletionId id) {
    for (const DeletionDetail& detail : deletions_of(run)) {
      if (detail.deletion.id == id) return detail.deletion;
    }
    return {};
  }

  RunId run;
};

TEST_F(Moves, CarryWhatIsKnownOfACall) {
  const DeletionWork work = queue_one();
  EXPECT_EQ(work.package, images(1).package);
  EXPECT_EQ(work.version, VersionId{1});
  EXPECT_EQ(work.name, images(1).versions[0].name);
  EXPECT_EQ(work.tags, std::vector<std::string>{"v1"});
  ASSERT_TRUE(move(work.id, DeletionState::deleting, kNow + seconds(5)));
  StateMove done;
  done.to = DeletionState::deleted;
  done.at = kNow + seconds(6);
  done.http_status = 204;
  done.request_id = "A1:B2";
  ASSERT_TRUE(ledger().move(work.id, done));
  const DeletionRecord row = now_of(work.id);
  EXPECT_EQ(row.state, DeletionState::deleted);
  EXPECT_EQ(row.attempts, 1);
  EXPECT_EQ(row.http_status, 204);
  EXPECT_EQ(row.request_id, "A1:B2");
  EXPECT_EQ(row.deleted_at, kNow + seconds(6));
  EXPECT_EQ(row.undo_until, kNow + seconds(6) + days(30));
}

TEST_F(Moves, BelieveGitHubAboutTheTimeOfADeletion) {
  const DeletionWork work = queue_one();
  ASSERT_TRUE(move(work.id, DeletionState::deleting));
  StateMove done;
  done.to = DeletionState::deleted;
  done.at = kNow + days(1);
  done.deleted_at = kNow + seconds(2);
  ASSERT_TRUE(ledger().move(work.id, done));
  EXPECT_EQ(now_of(work.id).undo_until, kNow + seconds(2) + days(30));
}

TEST_F(Moves, KeepTheTimeOfADeletionThroughARestoreThatDidNotHappen) {
  const DeletionWork work = queue_one();
  ASSERT_TRUE(move(work.id, DeletionState::deleting));
  ASSERT_TRUE(move(work.id, DeletionState::deleted, kNow + seconds(2)));
  ASSERT_TRUE(move(work.id, DeletionState::restoring, kNow + days(3)));
  ASSERT_TRUE(move(work.id, DeletionState::deleted, kNow + days(3)));
  EXPECT_EQ(now_of(work.id).deleted_at, kNow + seconds(2));
  EXPECT_EQ(now_of(work.id).undo_until, kNow + seconds(2) + days(30));
}

TEST_F(Moves, RefuseWhatTheTableDoesNotHave) {
  const DeletionWork work = queue_one();
  const auto head = ledger().head()->seq;
  const auto refused = move(work.id, DeletionState::deleted);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::internal);
  EXPECT_THAT(refused.error().message, HasSubstr("from queued to deleted"));
  EXPECT_EQ(ledger().head()->seq, head);
  EXPECT_EQ(now_of(work.id).state, DeletionState::queued);
  EXPECT_EQ(move(DeletionId{99}, DeletionState::queued).error().code, ErrorCode::internal);
}

TEST_F(Moves, WaitUntilNotBefore) {
  const DeletionWork work = queue_one();
  ASSERT_TRUE(move(work.id, DeletionState::deleting));
  StateMove later;
  later.to = DeletionState::queued;
  later.at = kNow;
  later.not_before = kNow + seconds(90);
  ASSERT_TRUE(ledger().move(work.id, later));
  EXPECT_EQ(ledger().next_queued(run, kNow + seconds(89)).value(), std::nullopt);
  const auto again = ledger().next_queued(run, kNow + seconds(90)).value();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->attempts, 1);
}

TEST_F(Moves, PutAPackageOnHoldForTheRestOfTheRun) {
  const DeletionWork work = queue_one();
  ASSERT_TRUE(move(work.id, DeletionState::deleting));
  StateMove held;
  held.to = DeletionState::queued;
  held.at = kNow;
  held.hold = Hold::admin_missing;
  ASSERT_TRUE(ledger().move(work.id, held));
  EXPECT_EQ(ledger().next_queued(run, kNow).value(), std::nullopt);
  EXPECT_EQ(ledger().remember(work.package, kNow)->hold, Hold::admin_missing);
  EXPECT_EQ(history().status(kNow)->holds.size(), 1U);
  run = begin(Binding::binding, RunKind::undo);
  EXPECT_EQ(ledger().remember(work.package, kNow)->hold, Hold::admin_missing) << "no run that deletes has tried";
  run = begin();
  ASSERT_TRUE(ledger().lift_holds(run, kNow));
  EXPECT_EQ(ledger().remember(work.package, kNow)->hold, std::nullopt) << "the role may have been granted since";
  record(run, images(3), {{1}});
  EXPECT_TRUE(ledger().next_queued(run, kNow).value());
  expect_sound();
}

TEST_F(Moves, WhatAReadHasToSettleStaysOnHoldUntilItIsSettled) {
  const DeletionWork work = queue_one();
  ASSERT_TRUE(ledger().hold(work.package, Hold::unsettled, "no answer", kNow));
  run = begin();
  ASSERT_TRUE(ledger().lift_holds(run, kNow));
  record(run, images(3), {{1}});
  EXPECT_EQ(ledger().next_queued(run, kNow).value(), std::nullopt);
  ASSERT_TRUE(ledger().release_settled(kNow));
  EXPECT_TRUE(ledger().next_queued(run, kNow).value());
  expect_sound();
}

TEST_F(Moves, HoldsAreReleasedOnce) {
  const DeletionWork work = queue_one();
  ASSERT_TRUE(ledger().hold(work.package, Hold::unsettled, "no answer", kNow));
  EXPECT_EQ(ledger().remember(work.package, kNow)->hold, Hold::unsettled);
  ASSERT_TRUE(ledger().release_settled(kNow));
  const auto head = ledger().head()->seq;
  ASSERT_TRUE(ledger().release_settled(kNow));
  EXPECT_EQ(ledger().head()->seq, head);
  Package unknown = work.package;
  unknown.id = PackageId{1234};
  EXPECT_FALSE(ledger().hold(unknown, Hold::unsettled, "", kNow));
}

TEST_F(Moves, FindWhatWasInFlightAfterANewStart) {
  const DeletionWork work = queue_one();
  ASSERT_TRUE(move(work.id, DeletionState::deleting, kNow + seconds(7)));
  const auto flying = ledger().in_flight().value();
  ASSERT_EQ(flying.size(), 1U);
  EXPECT_EQ(flying[0].state, DeletionState::deleting);
  EXPECT_EQ(flying[0].sent_at, kNow + seconds(7));
  ASSERT_TRUE(move(work.id, DeletionState::gone));
  EXPECT_TRUE(ledger().in_flight()->empty());
}

TEST_F(Moves, NameTheRunThatMadeThem) {
  const DeletionWork work = queue_one();
  ASSERT_TRUE(move(work.id, DeletionState::deleting, kNow, run));
  ASSERT_TRUE(move(work.id, DeletionState::deleted));
  Database database(ledger().location(), Database::Access::read);
  Query query = database.query("SELECT run_id FROM journal WHERE kind = 2 ORDER BY seq");
  query.bind();
  ASSERT_TRUE(query.step());
  EXPECT_EQ(query.integer(0), run.value);
  ASSERT_TRUE(query.step());
  EXPECT_TRUE(query.is_null(0));
}

TEST_F(Moves, AreRefusedBySqliteToo) {
  const DeletionWork work = queue_one();
  Database database(ledger().location(), Database::Access::write);
  const std::string update = "UPDATE deletion SET state = 6 WHERE id = " + std::to_string(work.id.value);
  try {
    database.execute(update);
    ADD_FAILURE() << "a queued deletion became deleted";
  } catch (const DatabaseFailure& failure) {
    EXPECT_THAT(failure.what(), HasSubstr("does not move that way"));
  }
  EXPECT_EQ(now_of(work.id).state, DeletionState::queued);
}

}  // namespace
}  // namespace retention::store
