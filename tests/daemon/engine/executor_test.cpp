#include "daemon/engine/executor.h"

#include <gmock/gmock.h>

#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = MutationOutcome::Kind;
using Ending = test::FakeGitHub::Ending;

Ending ends(Kind kind, int status = 0, Ending::Effect effect = Ending::Effect::none) {
  MutationOutcome outcome;
  outcome.kind = kind;
  outcome.http_status = status;
  outcome.message = "scripted";
  return {outcome, effect};
}

TEST_F(EngineTest, AnErrorAfterTheEffectIsRecordedAsDeleted) {
  add("left-pad", 1, {90, 2});
  github.script({ends(Kind::unknown, 500, Ending::Effect::happens)});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(github.deletes(), SizeIs(1));
  EXPECT_THAT(states(outcome->run), ElementsAre("deleted"));
}

TEST_F(EngineTest, AnErrorBeforeTheEffectIsTriedAgainOnlyAfterARead) {
  add("left-pad", 1, {90, 2});
  github.script({ends(Kind::unknown, 502)});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_THAT(github.deletes(), SizeIs(2));
  EXPECT_GE(github.reads(), 1);
  EXPECT_THAT(states(outcome->run), ElementsAre("deleted"));
}

TEST_F(EngineTest, AVersionIsGivenUpAfterThreeTries) {
  add("left-pad", 1, {90, 2});
  github.script({ends(Kind::unknown, 502), ends(Kind::unknown, 502), ends(Kind::unknown, 502)});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(github.deletes(), SizeIs(3));
  EXPECT_THAT(states(outcome->run), ElementsAre("failed"));
}

TEST_F(EngineTest, WhatSomebodyElseDeletedIsGone) {
  add("left-pad", 1, {90, 2});
  github.before_each_mutation([&](VersionId version) {
    github.remove("left-pad", version);
    github.shelf("left-pad").deleted.clear();
  });
  github.script({ends(Kind::not_found, 404)});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(states(outcome->run), ElementsAre("gone"));
}

TEST_F(EngineTest, NotFoundForAVersionThatExistsMeansTheAdminRoleIsMissing) {
  add("left-pad", 1, {91, 90, 2});
  add("right-pad", 10, {90, 2});
  github.script({ends(Kind::not_found, 404)});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::token);
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2, 3)) << "the package is on hold after the first 404";
  EXPECT_THAT(active("right-pad"), ElementsAre(11));
}

TEST_F(EngineTest, APlatformRuleIsRememberedAndNotAskedAgain) {
  add("left-pad", 1, {90, 2});
  Ending refused = ends(Kind::refused, 400);
  refused.outcome.refusal = Refusal::downloads;
  github.script({refused});

  const auto first = apply();
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->status, ExitStatus::done);
  EXPECT_THAT(states(first->run), ElementsAre("refused"));

  ASSERT_TRUE(apply());
  EXPECT_THAT(github.deletes(), SizeIs(1));

  clock.advance(std::chrono::days{27});
  ASSERT_TRUE(apply());
  EXPECT_THAT(github.deletes(), SizeIs(1));
  clock.advance(std::chrono::days{4});
  ASSERT_TRUE(apply());
  EXPECT_THAT(active("left-pad"), ElementsAre(2)) << "after 30 days it is asked again";
}

TEST_F(EngineTest, ARefusedTokenStopsTheDeletionsAndLeavesThemQueued) {
  add("left-pad", 1, {91, 90, 2});
  github.script({ends(Kind::unauthorized, 401)});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::token);
  EXPECT_THAT(github.deletes(), SizeIs(1));
  EXPECT_THAT(states(outcome->run), ElementsAre("queued", "queued"));
}

TEST_F(EngineTest, ARedirectHoldsTheOwner) {
  add("left-pad", 1, {91, 90, 2});
  add("right-pad", 10, {90, 2});
  github.script({ends(Kind::redirected, 301)});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(github.deletes(), SizeIs(1));
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2, 3));
  EXPECT_THAT(active("right-pad"), ElementsAre(10, 11)) << "is of the same owner";
}

TEST_F(EngineTest, ARateLimitIsWaitedOutAndTheDeletionSucceeds) {
  add("left-pad", 1, {90, 2});
  github.script({ends(Kind::rate_limited, 429)});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(github.deletes(), SizeIs(2));
  EXPECT_THAT(active("left-pad"), ElementsAre(2));
}

TEST_F(EngineTest, ARateLimitWithoutEndEndsTheRun) {
  add("left-pad", 1, {90, 2});
  github.script(std::vector<Ending>(20, ends(Kind::rate_limited, 403)));

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(github.deletes(), SizeIs(5));
  EXPECT_THAT(states(outcome->run), ElementsAre("queued"));
}

TEST_F(EngineTest, AnEffectThatComesLateIsOursAllTheSame) {
  add("left-pad", 1, {90, 2});
  github.script({ends(Kind::unknown, 0), ends(Kind::not_found, 404)});
  int calls = 0;
  github.before_each_mutation([&](VersionId version) {
    if (++calls != 2) return;
    github.remove("left-pad", version);
    clock.advance(std::chrono::minutes{20});
  });

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_THAT(states(outcome->run), ElementsAre("deleted"));
}

TEST_F(EngineTest, ALateEffectOfAnEarlierTryIsOursHoweverLongTheLaterOneTook) {
  add("left-pad", 1, {90, 2});
  github.script({ends(Kind::unknown, 0), ends(Kind::unknown, 0)});
  int calls = 0;
  github.before_each_mutation([&](VersionId version) {
    if (++calls == 1) return clock.advance(std::chrono::minutes{9});
    // As GitHub says it: before the second call left.
    github.remove("left-pad", version);
    github.shelf("left-pad").deleted.front().deleted_at = seconds_of(clock.now()) - std::chrono::minutes{8};
  });

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_THAT(states(outcome->run), ElementsAre("deleted"));
}

TEST_F(EngineTest, WithoutAConnectionTheRunEndsSoon) {
  add("left-pad", 1, {95, 94, 93, 92, 91, 2});
  github.script({ends(Kind::not_sent), ends(Kind::not_sent), ends(Kind::not_sent), ends(Kind::not_sent)});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(github.deletes(), SizeIs(3));
}

TEST_F(EngineTest, WhatCannotBeReadStaysInFlightAndHoldsThePackage) {
  add("left-pad", 1, {91, 90, 2});
  github.script({ends(Kind::unknown, 500, Ending::Effect::happens)});
  github.fail_reads(Error{ErrorCode::unreachable, "connection refused"});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(github.deletes(), SizeIs(1));
  EXPECT_THAT(ledger.in_flight().value(), SizeIs(1));

  github.fail_reads(std::nullopt);
  ASSERT_TRUE(apply());
  EXPECT_THAT(states(outcome->run), testing::Contains("deleted"));
  EXPECT_THAT(active("left-pad"), ElementsAre(3));
}

TEST_F(EngineTest, ADeniedPermitSendsNothing) {
  add("left-pad", 1, {90, 2});
  github.permit({Permit::Answer::Kind::rate_limited, {}});

  const auto outcome = apply();

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(github.deletes(), IsEmpty());
}

}  // namespace
}  // namespace retention::engine
