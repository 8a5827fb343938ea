#include "daemon/engine/reconciler.h"

#include <gmock/gmock.h>

#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;
using store::DeletionState;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// A run whose process ended right after it committed `deleting` for its only version.
class ReconcilerTest : public EngineTest {
 protected:
  void SetUp() override {
    package = add("left-pad", 1, {90, 2});
    auto planned =
        planner.plan(request(store::RunKind::apply, store::Binding::binding), {rules, text}, stop.get_token());
    ASSERT_TRUE(planned) << planned.error().message;
    run = planned->run;
    leave();
  }

  // The row of a call that never came to an answer.
  void leave() {
    const auto work = ledger.next_queued(run, seconds_of(clock.now()));
    ASSERT_TRUE(work && *work);
    store::StateMove leaving;
    leaving.to = DeletionState::deleting;
    leaving.at = seconds_of(clock.now());
    leaving.run = run;
    ASSERT_TRUE(ledger.move((*work)->id, leaving));
  }

  // Somebody deletes the version, at a time of GitHub's clock that is so far from now by ours.
  void deleted_at(seconds from_now) {
    github.remove("left-pad", {1});
    github.shelf("left-pad").deleted.front().deleted_at = seconds_of(clock.now()) + from_now;
  }

  Package package;
  RunId run;
};

TEST_F(ReconcilerTest, StillActiveMeansItDidNotHappen) {
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("queued"));
  EXPECT_THAT(github.deletes(), IsEmpty());
}

// The effect of the call comes after the read of the next run, and after its first look.
TEST_F(ReconcilerTest, AnEffectAfterTheNextRunsReadIsOursAllTheSame) {
  clock.advance(std::chrono::minutes{10});
  const int before_apply = github.listings();
  github.before_listing([&](int nth) {
    if (nth != before_apply + 2) return;
    github.remove("left-pad", {1});
    github.shelf("left-pad").deleted.front().deleted_at = seconds_of(clock.now());
  });
  const auto outcome = apply();
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_THAT(states(run), ElementsAre("cancelled"));
  EXPECT_THAT(states(outcome->run), ElementsAre("deleted"));
  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(ReconcilerTest, ADeletionByOthersBeforeOurCallIsNotOursLater) {
  const SysTime early = seconds_of(clock.now()) - std::chrono::minutes{6};
  const int before_apply = github.listings();
  github.before_listing([&](int nth) {
    if (nth != before_apply + 2) return;
    github.remove("left-pad", {1});
    github.shelf("left-pad").deleted.front().deleted_at = early;
  });
  const auto outcome = apply();
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_THAT(states(outcome->run), ElementsAre("stale"));
}

TEST_F(ReconcilerTest, ListedAsDeletedSinceMeansWeDidIt) {
  github.remove("left-pad", {1});
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(ReconcilerTest, DeletedLongBeforeOurCallMeansSomebodyElseDidIt) {
  github.remove("left-pad", {1});
  github.shelf("left-pad").deleted.front().deleted_at = seconds_of(clock.now()) - std::chrono::minutes{6};
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("gone"));
}

TEST_F(ReconcilerTest, AClockFiveMinutesBehindIsAllowedFor) {
  github.remove("left-pad", {1});
  github.shelf("left-pad").deleted.front().deleted_at = seconds_of(clock.now()) - std::chrono::minutes{5};
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(ReconcilerTest, ADeletionLongAfterOurCallIsNotOurs) {
  clock.advance(days{1} + seconds{1});
  github.remove("left-pad", {1});
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("gone"));
}

TEST_F(ReconcilerTest, AnEffectMayBeADayLate) {
  clock.advance(days{1});
  github.remove("left-pad", {1});
  clock.advance(days{1});
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(ReconcilerTest, ALateEffectOfTheLastOfSeveralTriesIsOurs) {
  clock.advance(days{2});
  ASSERT_TRUE(reconciler.settle());
  leave();
  clock.advance(std::chrono::hours{1});
  github.remove("left-pad", {1});
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

// By GitHub's clock, which is ahead of ours, everything was deleted long after our call.
TEST_F(ReconcilerTest, AClockFarAheadOfOursMakesNoDeletionByOthersOurs) {
  deleted_at(days{40} - minutes{6});
  github.set_server_date(seconds_of(clock.now()) + days{40});
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("gone"));
}

TEST_F(ReconcilerTest, AClockFarAheadOfOursTellsByItsOwnTimeWhatWeDeleted) {
  deleted_at(days{40} + seconds{1});
  clock.advance(minutes{20});
  github.set_server_date(seconds_of(clock.now()) + days{40});
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(ReconcilerTest, AClockFarBehindOursTellsByItsOwnTimeWhatWeDeleted) {
  deleted_at(-days{40});
  github.set_server_date(seconds_of(clock.now()) - days{40});
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(ReconcilerTest, AClockThatJumpedAfterwardsDoesNotTakeOurDeletionFromUs) {
  deleted_at(seconds{1});
  github.set_server_date(seconds_of(clock.now()) + days{40});
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(ReconcilerTest, AClockOfOursThatJumpedAfterwardsDoesNotTakeOurDeletionFromUs) {
  deleted_at(seconds{1});
  github.set_server_date(seconds_of(clock.now()) + seconds{2});
  clock.advance(days{40});
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(ReconcilerTest, WithoutGitHubsClockATimeFarInOurFutureIsNotOurs) {
  deleted_at(days{40});
  github.leave_out_date();
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("gone"));
}

TEST_F(ReconcilerTest, WithoutATimeItIsOurs) {
  github.remove("left-pad", {1});
  github.shelf("left-pad").deleted.front().deleted_at.reset();
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(ReconcilerTest, NowhereToBeFoundIsGone) {
  github.remove("left-pad", {1});
  github.shelf("left-pad").deleted.clear();
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), ElementsAre("gone"));
}

TEST_F(ReconcilerTest, AReadThatFailsHoldsThePackageAndNothingIsSent) {
  github.fail_reads(Error{ErrorCode::unreachable, "connection refused"});

  const auto settled = reconciler.settle();

  ASSERT_TRUE(settled) << settled.error().message;
  EXPECT_EQ(settled->unsettled, 1);
  EXPECT_THAT(ledger.in_flight().value(), SizeIs(1));
  EXPECT_EQ(ledger.remember(package, seconds_of(clock.now())).value().hold, store::Hold::unsettled);
  EXPECT_EQ(apply().value().status, ExitStatus::incomplete);
  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(ReconcilerTest, ReadingTakesThePackageOffHold) {
  github.fail_reads(Error{ErrorCode::unreachable, "connection refused"});
  ASSERT_TRUE(reconciler.settle());
  github.fail_reads(std::nullopt);

  ASSERT_TRUE(apply());

  EXPECT_THAT(active("left-pad"), ElementsAre(2));
}

}  // namespace
}  // namespace retention::engine
