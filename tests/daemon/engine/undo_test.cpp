#include "daemon/engine/undo.h"

#include <gmock/gmock.h>

#include "tests/daemon/engine/undo_fixture.h"

namespace retention::engine {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = MutationOutcome::Kind;
using Ending = test::FakeGitHub::Ending;

TEST_F(UndoTest, RestoresExactlyWhatTheRunDeleted) {
  add("left-pad", 1, {91, 90, 2});
  const RunId run = apply().value().run;
  ASSERT_THAT(active("left-pad"), ElementsAre(3));

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_EQ(outcome->restored, 2);
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2, 3));
  EXPECT_THAT(states(run), ElementsAre("restored", "restored"));
}

TEST_F(UndoTest, ASecondUndoIsANoOp) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;
  ASSERT_TRUE(undo(store::ByRun{run}));

  const auto again = undo(store::ByRun{run});

  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->status, ExitStatus::done);
  EXPECT_THAT(github.restores(), SizeIs(1));
}

TEST_F(UndoTest, WhatCameBackIsNotDeletedAgain) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;
  ASSERT_TRUE(undo(store::ByRun{run}));

  ASSERT_TRUE(apply());

  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2));
}

TEST_F(UndoTest, GraceBeginsAnewOnceWhatCameBackIsUnpinned) {
  rules.policies.front().grace = test::duration("3d");
  add("left-pad", 1, {90, 2});
  ASSERT_TRUE(apply());
  clock.advance(std::chrono::hours{72});
  const RunId run = apply().value().run;
  ASSERT_THAT(active("left-pad"), ElementsAre(2));
  clock.advance(std::chrono::hours{1});
  const RunId back = undo(store::ByRun{run}).value().run;
  ASSERT_TRUE(ledger.unpin({back, "ada", seconds_of(clock.now())}));

  clock.advance(std::chrono::seconds{1});
  ASSERT_TRUE(apply());
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2));
  clock.advance(std::chrono::hours{71});
  ASSERT_TRUE(apply());
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2));
  clock.advance(std::chrono::hours{1});
  ASSERT_TRUE(apply());
  EXPECT_THAT(active("left-pad"), ElementsAre(2));
}

TEST_F(UndoTest, PreviewingCallsNothingThatChangesAnything) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;

  const auto found = preview(store::ByRun{run});

  ASSERT_TRUE(found) << found.error().message;
  ASSERT_THAT(found->items, SizeIs(1));
  EXPECT_FALSE(found->items.front().blocker);
  EXPECT_THAT(github.restores(), IsEmpty());
}

TEST_F(UndoTest, AfterThirtyDaysNothingIsCalled) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;
  clock.advance(std::chrono::days{31});
  github.shelf("left-pad").deleted.clear();

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(github.restores(), IsEmpty());
}

TEST_F(UndoTest, ANameThatWasPublishedAgainIsABlockerAndTheRestIsDone) {
  add("left-pad", 1, {91, 90, 2});
  const RunId run = apply().value().run;
  PackageVersion newcomer = github.shelf("left-pad").deleted.front().version;
  const VersionId old = newcomer.id;
  newcomer.id = {77};
  github.shelf("left-pad").active.push_back(newcomer);

  const auto found = preview(store::ByRun{run});
  ASSERT_TRUE(found) << found.error().message;
  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_EQ(outcome->restored, 1);
  EXPECT_EQ(outcome->left, 1);
  EXPECT_THAT(github.restores(), SizeIs(1));
  for (const UndoItem& item : found->items) {
    EXPECT_THAT(item.blocker.value_or(""),
                item.work.version == old ? HasSubstr("pushed again as version 77") : HasSubstr(""));
    EXPECT_EQ(item.blocker.has_value(), item.work.version == old);
  }
}

TEST_F(UndoTest, OfAPackageThatWasMadeAnewItSaysWhatWouldHelp) {
  add("left-pad", 1, {91, 90, 2});
  const RunId run = apply().value().run;
  auto& shelf = github.shelf("left-pad");
  PackageVersion newcomer = shelf.deleted.front().version;
  newcomer.id = {77};
  shelf.package.id = {4711};
  shelf.active = {newcomer};
  shelf.deleted.clear();

  const auto found = preview(store::ByRun{run});

  ASSERT_TRUE(found) << found.error().message;
  ASSERT_THAT(found->items, SizeIs(2));
  for (const UndoItem& item : found->items) {
    EXPECT_THAT(item.blocker.value_or(""),
                AllOf(HasSubstr("was made anew, as #4711"), HasSubstr("retentiond delete-package acme/npm/left-pad")));
  }
}

TEST_F(UndoTest, APackageThatCannotBeReadDoesNotHinderTheOthers) {
  add("left-pad", 1, {90, 2});
  add("right-pad", 10, {90, 2});
  const RunId run = apply().value().run;
  github.fail_listing("left-pad", {ErrorCode::forbidden, "403"});

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_EQ(outcome->restored, 1);
  EXPECT_THAT(active("right-pad"), ElementsAre(10, 11));
}

TEST_F(UndoTest, AnAnswerThatWasLostIsSettledByReading) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;
  MutationOutcome lost;
  lost.kind = Kind::unknown;
  lost.http_status = 500;
  github.script({{lost, Ending::Effect::happens}});

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(states(run), ElementsAre("restored"));
  EXPECT_THAT(github.restores(), SizeIs(1));
}

TEST_F(UndoTest, ACallWithoutAnswerAndWithoutEffectIsSentAgain) {
  add("left-pad", 1, {91, 90, 2});
  const RunId run = apply().value().run;
  github.script({nothing_happens(Kind::unknown), nothing_happens(Kind::unknown)});

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(github.restores(), SizeIs(4));
  EXPECT_THAT(states(run), ElementsAre("restored", "restored"));
  EXPECT_THAT(events.all<MutationFailed>(), IsEmpty());
}

TEST_F(UndoTest, CallsWithoutAnswerAndWithoutEffectEndAfterThreeForEachVersion) {
  add("left-pad", 1, {91, 90, 2});
  const RunId run = apply().value().run;
  github.script(std::vector<Ending>(20, nothing_happens(Kind::unknown)));

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(github.restores(), SizeIs(6));
  EXPECT_THAT(states(run), ElementsAre("deleted", "deleted"));
  EXPECT_THAT(events.all<MutationFailed>(), SizeIs(2));
}

TEST_F(UndoTest, ARedirectHoldsTheOwnerAndLeavesTheRestRestorable) {
  add("left-pad", 1, {91, 90, 2});
  add("right-pad", 10, {90, 2});
  const RunId run = apply().value().run;
  github.script({nothing_happens(Kind::redirected)});

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(github.restores(), SizeIs(1));
  EXPECT_THAT(states(run), ElementsAre("deleted", "deleted", "deleted"));
}

TEST_F(UndoTest, ARateLimitIsWaitedOutAndTheVersionComesBackWithOnePin) {
  add("left-pad", 1, {91, 90, 2});
  const RunId run = apply().value().run;
  github.script({nothing_happens(Kind::rate_limited), nothing_happens(Kind::rate_limited)});

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_THAT(github.restores(), SizeIs(4));
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2, 3));
  EXPECT_THAT(store::History::open(ledger.location())->pins(seconds_of(clock.now())).value(), SizeIs(2));
  EXPECT_THAT(events.all<MutationFailed>(), IsEmpty());
}

TEST_F(UndoTest, ARateLimitWithoutEndEndsTheUndoWithTheRestStillRestorable) {
  add("left-pad", 1, {92, 91, 90, 2});
  const RunId run = apply().value().run;
  github.script(std::vector<Ending>(20, nothing_happens(Kind::rate_limited)));

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_EQ(outcome->left, 3);
  EXPECT_THAT(github.restores(), SizeIs(5));
  EXPECT_THAT(states(run), ElementsAre("deleted", "deleted", "deleted"));
}

TEST_F(UndoTest, WithoutAConnectionTheUndoEndsSoon) {
  add("left-pad", 1, {95, 94, 93, 92, 91, 2});
  const RunId run = apply().value().run;
  github.script(std::vector<Ending>(20, nothing_happens(Kind::not_sent)));

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(github.restores(), SizeIs(3));
  EXPECT_THAT(states(run), testing::Each("deleted"));
}

TEST_F(UndoTest, APermitThatIsDeniedWhileALimitIsWaitedOutLeavesTheRestRestorable) {
  add("left-pad", 1, {91, 90, 2});
  const RunId run = apply().value().run;
  github.script({nothing_happens(Kind::rate_limited)});
  github.before_each_mutation([&](VersionId) { github.permit({Permit::Answer::Kind::rate_limited, {}}); });

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(github.restores(), SizeIs(1));
  EXPECT_THAT(states(run), ElementsAre("deleted", "deleted"));
}

TEST_F(UndoTest, NotFoundForWhatIsStillListedAsDeletedMeansTheAdminRoleIsMissing) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;
  MutationOutcome missing;
  missing.kind = Kind::not_found;
  missing.http_status = 404;
  github.script({{missing, Ending::Effect::none}});

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::token);
  EXPECT_THAT(states(run), ElementsAre("deleted")) << "it can still be restored";
}

}  // namespace
}  // namespace retention::engine
