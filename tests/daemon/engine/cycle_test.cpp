#include "daemon/engine/cycle.h"

#include <gmock/gmock.h>

#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(EngineTest, PlanningCallsNothingThatChangesAnything) {
  add("left-pad", 1, {90, 60, 2});

  const auto outcome = plan();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(github.deletes(), IsEmpty());
  EXPECT_THAT(github.restores(), IsEmpty());
  EXPECT_THAT(states(outcome->run), IsEmpty());
}

TEST_F(EngineTest, ApplyDeletesWhatThePlanNamedAndNothingElse) {
  add("left-pad", 1, {90, 60, 2});
  add("right-pad", 10, {1, 3});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(active("left-pad"), ElementsAre(3));
  EXPECT_THAT(active("right-pad"), ElementsAre(10, 11));
  EXPECT_THAT(states(outcome->run), ElementsAre("deleted", "deleted"));
}

TEST_F(EngineTest, TheRowIsDeletingBeforeTheCallLeaves) {
  add("left-pad", 1, {90, 2});
  std::vector<std::size_t> in_flight;
  github.before_each_mutation([&](VersionId version) {
    const auto rows = ledger.in_flight();
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ(rows->front().version, version);
    in_flight.push_back(rows->size());
  });

  ASSERT_TRUE(apply());

  EXPECT_EQ(in_flight.size(), 1U);
}

TEST_F(EngineTest, AFailedListingKeepsThePackageAndTheOthersGoOn) {
  add("left-pad", 1, {90, 2});
  add("right-pad", 10, {90, 2});
  github.fail_listing("left-pad", {ErrorCode::server_error, "page 2 answered 500"});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::incomplete);
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2));
  EXPECT_THAT(active("right-pad"), ElementsAre(11));
  ASSERT_EQ(events.all<PackageIncomplete>().size(), 1U);
  EXPECT_THAT(events.all<PackageIncomplete>().front().why, HasSubstr("page 2 answered 500"));
}

TEST_F(EngineTest, AnOwnerThatCannotBeListedIsToldWithTheRun) {
  add("left-pad", 1, {90, 2});
  github.fail_listing("acme", {ErrorCode::server_error, "GitHub answered 502"});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::incomplete);
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2));
  auto history = store::History::open(ledger.location());
  ASSERT_TRUE(history);
  const auto run = history->run(outcome->run);
  ASSERT_TRUE(run && *run);
  ASSERT_EQ((*run)->warnings.size(), 1U);
  EXPECT_EQ((*run)->warnings.front().where, "org:acme/npm");
}

TEST_F(EngineTest, ARefusedTokenEndsTheRun) {
  add("left-pad", 1, {90, 2});
  github.fail_listing("left-pad", {ErrorCode::unauthorized, "GitHub does not accept the token"});

  const auto outcome = apply();

  ASSERT_TRUE(outcome && outcome->cut_short);
  EXPECT_EQ(outcome->cut_short->code, ErrorCode::unauthorized);
  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(EngineTest, AClockThatDiffersFromGitHubsKeepsEverything) {
  add("left-pad", 1, {90, 2});
  github.set_server_date(seconds_of(clock.now()) + std::chrono::minutes{6});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::incomplete);
  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(EngineTest, WithoutAClockBesideOursEverythingIsKept) {
  add("left-pad", 1, {90, 2});
  github.leave_out_date();

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::incomplete);
  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(EngineTest, OverItsLimitAPackageIsBlockedAsAWhole) {
  add("left-pad", 1, {90, 91, 92, 2});
  rules.policies.front().limits.versions = 2;

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::blocked);
  EXPECT_THAT(github.deletes(), IsEmpty());
  EXPECT_THAT(states(outcome->run), ElementsAre("blocked", "blocked", "blocked"));
}

TEST_F(EngineTest, ABlockedPlanThatWasReportedIsNotReportedAgain) {
  add("left-pad", 1, {90, 91, 92, 2});
  rules.policies.front().limits.versions = 2;
  ASSERT_EQ(apply().value().status, ExitStatus::blocked);

  EXPECT_EQ(apply().value().status, ExitStatus::done);
}

TEST_F(EngineTest, OverTheCycleLimitEveryPackageIsBlocked) {
  add("left-pad", 1, {90, 91, 2});
  add("right-pad", 10, {90, 91, 2});
  rules.cycle = 3;

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::blocked);
  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(EngineTest, OverTheCycleLimitWhatWasReportedIsNotReportedAgain) {
  add("left-pad", 1, {90, 91, 2});
  add("right-pad", 10, {90, 91, 2});
  rules.cycle = 3;
  ASSERT_EQ(apply().value().status, ExitStatus::blocked);

  EXPECT_EQ(apply().value().status, ExitStatus::done);

  github.remove("right-pad", {10});
  add("third-pad", 20, {90, 2});
  EXPECT_EQ(apply().value().status, ExitStatus::blocked);
  EXPECT_EQ(apply().value().status, ExitStatus::done);
  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(EngineTest, ACycleOfOnePolicyDoesNotMakeTheNextWholeOneReportAgain) {
  add("left-pad", 1, {90, 91, 92, 2});
  rules.policies.front().mode = Mode::approve;
  Policy other = rules.policies.front();
  other.name = "other";
  other.rules = {};
  rules.policies.push_back(other);
  ASSERT_EQ(apply().value().status, ExitStatus::blocked);

  scope.policy = "other";
  EXPECT_EQ(apply().value().status, ExitStatus::done);
  scope.policy.reset();
  EXPECT_EQ(apply().value().status, ExitStatus::done);

  scope.policy = "npm";
  EXPECT_EQ(apply().value().status, ExitStatus::blocked);
  EXPECT_EQ(apply().value().status, ExitStatus::done);
}

TEST_F(EngineTest, AnAuditedPolicyDeletesNothing) {
  add("left-pad", 1, {90, 2});
  rules.policies.front().mode = Mode::audit;

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(EngineTest, OnlyTheNamedPolicyMayDelete) {
  add("left-pad", 1, {90, 2});
  Policy other = rules.policies.front();
  other.name = "other";
  other.rules = {};
  rules.policies.push_back(other);
  scope.policy = "other";

  ASSERT_TRUE(apply());

  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(EngineTest, NamingAPolicyDoesNotLiftTheLimitsOfTheOthers) {
  add("left-pad", 1, {90, 91, 92, 2});
  Rule twin = rules.rules.front();
  twin.info.policy = "careful";
  rules.rules.push_back(twin);
  Policy careful = rules.policies.front();
  careful.name = "careful";
  careful.rules = {1};
  careful.limits.versions = 2;
  rules.policies.push_back(careful);
  scope.policy = "npm";

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::blocked);
  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(EngineTest, APackageThatNobodySelectsIsAUsageError) {
  add("left-pad", 1, {90, 2});
  scope.package = PackageRef{"acme", PackageType::npm, "lef-tpad"};

  const auto outcome = apply();

  ASSERT_TRUE(outcome && outcome->cut_short);
  EXPECT_EQ(outcome->cut_short->code, ErrorCode::usage);
}

TEST_F(EngineTest, OnlyTheNamedPackageIsLookedAt) {
  add("left-pad", 1, {90, 2});
  add("right-pad", 10, {90, 2});
  scope.package = PackageRef{"ACME", PackageType::npm, "right-pad"};

  ASSERT_TRUE(apply());

  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2));
  EXPECT_THAT(active("right-pad"), ElementsAre(11));
}

TEST_F(EngineTest, AStopBeforeTheCallsSendsNothing) {
  add("left-pad", 1, {90, 2});
  stop.request_stop();

  const auto outcome = apply();

  ASSERT_TRUE(outcome && outcome->cut_short);
  EXPECT_EQ(outcome->cut_short->code, ErrorCode::interrupted);
  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(EngineTest, AnotherCreatedTimeBlocksThePackage) {
  add("left-pad", 1, {90, 2});
  ASSERT_TRUE(plan());
  *github.shelf("left-pad").active.back().created_at -= std::chrono::hours{1};

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::blocked);
  EXPECT_THAT(states(outcome->run), ElementsAre("blocked"));
}

TEST_F(EngineTest, AVersionThatIsThereButNotListedMakesTheListingIncomplete) {
  add("left-pad", 1, {91, 90, 2});
  ASSERT_TRUE(plan());
  github.hide(VersionId{3});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::incomplete);
  EXPECT_THAT(github.deletes(), IsEmpty());
}

TEST_F(EngineTest, VersionsThatOthersDeletedAreConfirmedAsGone) {
  add("left-pad", 1, {94, 93, 92, 91, 2});
  ASSERT_TRUE(plan());
  for (const std::int64_t id : {1, 2, 3}) github.remove("left-pad", VersionId{id});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_EQ(github.reads(), 1) << "a list of what was deleted, and no read of a version";
  EXPECT_THAT(active("left-pad"), ElementsAre(5));
}

}  // namespace
}  // namespace retention::engine
