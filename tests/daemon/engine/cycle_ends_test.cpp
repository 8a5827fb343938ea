// How cycles end that something cuts short, and what the next one makes of it.
#include <gmock/gmock.h>

#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class CountedRequests final : public RequestCounter {
 public:
  [[nodiscard]] std::int64_t api_requests() const override { return 12; }
};

class CycleEnds : public EngineTest {
 protected:
  CycleEnds() {
    add("left-pad", 1, {90, 2});
    add("right-pad", 10, {90, 2});
  }

  Result<CycleOutcome> apply() {
    return apply_cycle({planner, ledger, clock, events, counted}, {reconciler, healer, checkups, executor},
                       request(store::RunKind::apply, store::Binding::binding), {rules, text}, stop.get_token());
  }

  store::RunSummary told(RunId run) {
    auto history = store::History::open(ledger.location());
    return *history->run(run).value();
  }

  // The token is refused once right-pad is looked at for the nth time.
  void refuse_at(int nth) {
    github.before_each_look([this, nth, looks = 0](const std::string& package) mutable {
      if (package == "right-pad" && ++looks == nth) {
        github.fail_listing("right-pad", {ErrorCode::unauthorized, "GitHub does not accept the token"});
      }
    });
  }

  CountedRequests counted;
};

TEST_F(CycleEnds, WhileItSendsItTellsWhyAndWhatWasDeletedBefore) {
  refuse_at(2);

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::token);
  ASSERT_TRUE(outcome->cut_short);
  EXPECT_EQ(outcome->cut_short->code, ErrorCode::unauthorized);
  EXPECT_THAT(github.deletes(), ElementsAre(VersionId{1}));
  const store::RunSummary run = told(outcome->run);
  EXPECT_EQ(run.counts.deleted, 1);
  EXPECT_EQ(run.exit_status, 6);
  EXPECT_EQ(run.api_requests, 12);
  EXPECT_THAT(run.warnings, Contains(store::RunWarning{"ended-early", "GitHub does not accept the token", ""}));
  EXPECT_EQ(events.all<CycleFinished>().size(), 1U);
}

TEST_F(CycleEnds, WhileItPlansItTellsWhyAndSendsNothing) {
  refuse_at(1);

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  ASSERT_TRUE(outcome->cut_short);
  EXPECT_THAT(github.deletes(), IsEmpty());
  const store::RunSummary run = told(outcome->run);
  EXPECT_EQ(run.exit_status, 6);
  EXPECT_EQ(run.api_requests, 12);
  EXPECT_THAT(run.warnings, Contains(store::RunWarning{"ended-early", "GitHub does not accept the token", ""}));
}

TEST_F(CycleEnds, APackageOnHoldIsTriedAgainByTheNextCycle) {
  MutationOutcome lacking;
  lacking.kind = MutationOutcome::Kind::not_found;
  lacking.http_status = 404;
  github.script({{lacking}});
  ASSERT_EQ(apply()->status, ExitStatus::token);
  ASSERT_THAT(active("left-pad"), ElementsAre(1, 2));

  EXPECT_EQ(apply()->status, ExitStatus::done);
  EXPECT_THAT(active("left-pad"), ElementsAre(2));
}

TEST_F(CycleEnds, ADryRunTriesNothingAndLiftsNoHold) {
  const Package package = github.shelf("left-pad").package;
  ASSERT_TRUE(apply());
  ASSERT_TRUE(ledger.hold(package, store::Hold::admin_missing, "a read says so", seconds_of(clock.now())));
  ASSERT_TRUE(plan());
  EXPECT_EQ(ledger.remember(package, seconds_of(clock.now()))->hold, store::Hold::admin_missing);
}

}  // namespace
}  // namespace retention::engine
