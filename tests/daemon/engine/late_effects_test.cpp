// The effect of a call that shows only after the next run has read the version and found it still there.
#include "daemon/engine/late_effects.h"

#include <gmock/gmock.h>

#include <functional>

#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using store::DeletionState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// A run whose process ended right after it committed `deleting` for its only version.
class LateEffects : public EngineTest {
 protected:
  void SetUp() override {
    package = add("left-pad", 1, {90, 2});
    auto planned =
        planner.plan(request(store::RunKind::apply, store::Binding::binding), {rules, text}, stop.get_token());
    ASSERT_TRUE(planned) << planned.error().message;
    run = planned->run;
    leave();
  }

  void leave() {
    store::StateMove leaving;
    leaving.to = DeletionState::deleting;
    leaving.at = seconds_of(clock.now());
    leaving.run = run;
    ASSERT_TRUE(ledger.move(ledger.next_queued(run, leaving.at)->value().id, leaving));
    clock.advance(minutes{10});
  }

  // Applies; `act` comes between the read that settles and the first listing.
  CycleOutcome apply_with(const std::function<void()>& act) {
    const int before_apply = github.listings();
    github.before_listing([=, this](int nth) {
      if (nth == before_apply + 1) act();
    });
    const auto outcome = apply();
    github.before_listing({});
    EXPECT_TRUE(outcome) << outcome.error().message;
    return outcome.value_or(CycleOutcome{});
  }

  void remove() { github.remove("left-pad", {1}); }

  store::DeletionRecord row() {
    store::DeletionRecord found;
    auto history = store::History::open(ledger.location()).value();
    EXPECT_TRUE(history.deletions_of(run, [&](const store::DeletionDetail& row) { found = row.deletion; }));
    return found;
  }

  Package package;
  RunId run;
};

TEST_F(LateEffects, BetweenTheReadAndTheListingAreOurs) {
  const auto outcome = apply_with([this] { remove(); });
  EXPECT_EQ(outcome.status, ExitStatus::done);
  EXPECT_THAT(states(run), ElementsAre("deleted"));
  EXPECT_EQ(row().note, "an earlier call took effect late");
  EXPECT_EQ(row().attempts, 1) << "of which only one call was made";
  EXPECT_EQ(row().undo_until, seconds_of(clock.now()) + days{30});
  EXPECT_THAT(states(outcome.run), IsEmpty());
  EXPECT_THAT(github.deletes(), IsEmpty());
  EXPECT_EQ(ledger.restorable(store::ByRun{run}, seconds_of(clock.now()))->work.size(), 1U);
  EXPECT_TRUE(ledger.check());
}

TEST_F(LateEffects, AreNotWhatOthersDeletedBeforeOurCall) {
  apply_with([this] {
    remove();
    github.shelf("left-pad").deleted.front().deleted_at = seconds_of(clock.now()) - minutes{16};
  });
  EXPECT_THAT(states(run), ElementsAre("cancelled"));
}

TEST_F(LateEffects, AreNotWhatOthersDeletedLongAfterOurCall) {
  clock.advance(days{2});
  apply_with([this] { remove(); });
  EXPECT_THAT(states(run), ElementsAre("cancelled"));
}

TEST_F(LateEffects, AreNotWhatIsNowhereToBeFound) {
  apply_with([this] {
    remove();
    github.shelf("left-pad").deleted.clear();
  });
  EXPECT_THAT(states(run), ElementsAre("cancelled"));
}

TEST_F(LateEffects, AreOursWhileDeletionsArePaused) {
  ASSERT_TRUE(ledger.pause({std::nullopt, "the registry moves", "ada", seconds_of(clock.now())}));
  apply_with([this] { remove(); });
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(LateEffects, AreOursWhereTheListingIsIncomplete) {
  const auto outcome = apply_with([this] {
    remove();
    github.fail_listing("left-pad", Error{ErrorCode::unreachable, "page 2 of 3: connection reset"});
  });
  EXPECT_EQ(outcome.status, ExitStatus::incomplete);
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(LateEffects, OfACallThatFailedThreeTimesAreOurs) {
  MutationOutcome unknown;
  unknown.http_status = 502;
  github.script({{unknown}, {unknown}, {unknown}});
  const RunId failed = apply().value().run;
  ASSERT_THAT(states(failed), ElementsAre("failed"));
  clock.advance(hours{3});
  apply_with([this] { remove(); });
  EXPECT_THAT(states(failed), ElementsAre("deleted"));
}

TEST_F(LateEffects, OfTheLastOfSeveralTriesAreOurs) {
  clock.advance(days{2});
  ASSERT_TRUE(reconciler.settle());
  leave();
  apply_with([this] { remove(); });
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(LateEffects, ThatCannotBeReadHoldThePackageUntilTheyCan) {
  const auto outcome = apply_with([this] {
    remove();
    github.fail_reads(Error{ErrorCode::unreachable, "connection refused"});
  });
  EXPECT_EQ(outcome.status, ExitStatus::incomplete);
  EXPECT_THAT(states(run), ElementsAre("deleting"));
  EXPECT_THAT(row().note, HasSubstr("connection refused"));
  EXPECT_EQ(ledger.remember(package, seconds_of(clock.now())).value().hold, store::Hold::unsettled);
  github.fail_reads(std::nullopt);
  EXPECT_EQ(apply()->status, ExitStatus::done);
  EXPECT_THAT(states(run), ElementsAre("deleted"));
  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(LateEffects, AreForNoDryRunToSettle) {
  ASSERT_TRUE(reconciler.settle());
  remove();
  ASSERT_TRUE(plan());
  EXPECT_THAT(states(run), ElementsAre("queued"));
}

}  // namespace
}  // namespace retention::engine
