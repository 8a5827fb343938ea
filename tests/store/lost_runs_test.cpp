// Runs whose process is gone.
#include <gmock/gmock.h>

#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class LostRuns : public LedgerTest {
 protected:
  std::vector<RunId> end(SysTime at) { return ledger().end_lost_runs(at).value(); }
  RunSummary summary(RunId run) { return history().run(run).value().value(); }
};

TEST_F(LostRuns, AreEndedAsInterrupted) {
  const RunId lost = begin();
  record(lost, images(4), {{1, 2}});
  ASSERT_TRUE(move(ledger().next_queued(lost, kNow).value()->id, DeletionState::deleting, kNow, lost));
  EXPECT_THAT(end(kNow + hours(1)), ElementsAre(lost));
  const RunSummary run = summary(lost);
  EXPECT_EQ(run.finished_at, kNow + hours(1));
  EXPECT_EQ(run.exit_status, 130);
  EXPECT_EQ(run.counts.deleting, 1);
  ASSERT_THAT(run.warnings, SizeIs(1));
  EXPECT_EQ(run.warnings[0].code, "interrupted");
  EXPECT_THAT(end(kNow + hours(2)), IsEmpty());
  EXPECT_THAT(summary(lost).warnings, SizeIs(1));
  expect_sound();
}

TEST_F(LostRuns, AreToldOnceThoughTheirEndWasCutOffItself) {
  const RunId lost = begin();
  ASSERT_TRUE(ledger().warn(lost, {"interrupted", "told before", ""}, kNow));
  EXPECT_THAT(end(kNow), ElementsAre(lost));
  EXPECT_THAT(summary(lost).warnings, SizeIs(1));
}

TEST_F(LostRuns, WithoutALockMayGoOnForADay) {
  const RunId dry = begin(Binding::dry_run, RunKind::plan);
  EXPECT_THAT(end(kNow + hours(24) - seconds(1)), IsEmpty()) << "it needs no lock, so its process may be there";
  record(dry, images(2), {});
  EXPECT_THAT(end(kNow + hours(24)), ElementsAre(dry));
  EXPECT_EQ(summary(dry).exit_status, 130);
}

TEST_F(LostRuns, AreNotThoseThatEnded) {
  const RunId run = begin();
  finish(run);
  EXPECT_THAT(end(kNow + days(9)), IsEmpty());
  EXPECT_EQ(summary(run).exit_status, 0);
}

}  // namespace
}  // namespace retention::store
