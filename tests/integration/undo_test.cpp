// The ends of an undo: asked twice, cut in the middle, a name that was pushed again, what other hands did.
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "store/lock.h"
#include "tests/integration/ledger_view.h"
#include "tests/integration/undo_world.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TEST_F(Undo, AskedTwiceFindsNothingLeftAndSendsNothing) {
  given_deletions(5);
  ASSERT_EQ(undo().status, 0);
  sim().clear_log();
  for (const std::vector<std::string>& what : std::vector<std::vector<std::string>>{
           {"--run", "1"}, {"--package", kWeb}, {"--since", "1d"}, {"--version", std::string(kWeb) + "@5"}}) {
    std::vector<std::string> arguments{"undo", "--yes"};
    arguments.insert(arguments.end(), what.begin(), what.end());
    const Output again = run(arguments);
    EXPECT_EQ(again.status, 0) << what[0] << again.err;
    EXPECT_THAT(again.out, HasSubstr("Nothing to undo")) << what[0];
  }
  EXPECT_EQ(mutating_requests(), 0U);
  expect_first_state();
}

TEST_F(Undo, KilledThreeTimesEndsInTheFirstStateAndSendsNothingForWhatIsBack) {
  given_deletions(40);
  undo_killed_before(1);
  undo_killed_before(12);
  undo_killed_before(20);
  ASSERT_LT(active("container", "web").size(), 40U);
  const auto back = active("container", "web");
  sim().clear_log();

  const Output last = start({"undo", "--run", "1", "--yes"})->wait(kPatience);

  EXPECT_EQ(last.status, 0) << last.out << last.err;
  EXPECT_EQ(mutating_requests(), 40U - back.size()) << "one call for each that was not back yet";
  expect_first_state();
  EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "restored")));
  EXPECT_EQ(run({"verify"}).status, 0);
  EXPECT_EQ(run({"apply"}).status, 0);
  expect_first_state();
}

TEST_F(Undo, OfOneVersionSettlesWhatAKillLeftInFlightAndGoesOn) {
  given_deletions(5);
  undo_killed_before(1);
  const auto states = deletion_states(ledger());
  const auto flying = std::ranges::find_if(states, [](const auto& row) { return row.second == "restoring"; });
  ASSERT_NE(flying, states.end());
  const Output again = run({"undo", "--version", std::string(kWeb) + "@" + std::to_string(flying->first), "--yes"});
  EXPECT_EQ(again.status, 0) << again.out << again.err;
  EXPECT_EQ(deletion_states(ledger())[flying->first], "restored");
}

TEST_F(Undo, ANameThatWasPushedAgainIsToldBeforeTheFirstCallAndComesBackOnceItIsFree) {
  given_deletions(4);
  const auto deleted = sim().deleted("acme", "container", "web");
  ASSERT_EQ(deleted.size(), 2U);
  const std::string name = deleted.front().name;
  const auto newcomer = sim().push("acme", "container", "web", "{ name: \"" + name + "\", tags: [] }");

  const Output shown = run({"undo", "--run", "1", "--dry-run"});
  EXPECT_THAT(shown.out, HasSubstr("pushed again as version " + std::to_string(newcomer) + " on "));
  EXPECT_EQ(mutating_requests(), 0U);
  const Output undone = undo();
  EXPECT_EQ(undone.status, 3) << undone.out << undone.err;
  EXPECT_EQ(mutating_requests(), 1U) << "the other one is restored";
  EXPECT_EQ(deletion_states(ledger())[deleted.front().id], "superseded");

  sim().remove(newcomer);
  EXPECT_EQ(undo().status, 0);
  EXPECT_EQ(deletion_states(ledger())[deleted.front().id], "restored");
  expect_first_state();
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(Undo, WhatOtherHandsBroughtBackIsNoLongerOfferedAndStays) {
  given_deletions(5);
  others_restore();
  sim().clear_log();

  const Output applied = run({"apply"});

  EXPECT_EQ(applied.status, 0) << applied.err;
  EXPECT_THAT(applied.out, HasSubstr("#5, #4, #3 were deleted before and came back by other hands"));
  EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "restored")));
  EXPECT_THAT(undo().out, HasSubstr("Nothing to undo"));
  EXPECT_EQ(mutating_requests(), 0U);
  expect_first_state();
  EXPECT_THAT(run({"apply"}).out, testing::Not(HasSubstr("other hands"))) << "it is told once";
  ASSERT_EQ(run({"unpin", "--package", kWeb}).status, 0);
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_EQ(active("container", "web").size(), 2U) << "the rules decide again";
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(Undo, SendsNothingForWhatOtherHandsBroughtBackMeanwhile) {
  given_deletions(5);
  others_restore();
  sim().clear_log();
  const Output undone = undo();
  EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
  EXPECT_EQ(mutating_requests(), 0U);
  EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "restored")));
}

TEST_F(Undo, OfWhatOthersDeletedWorksOnceItIsAdopted) {
  given(4);
  ASSERT_EQ(run({"plan"}).status, 0);
  sim().remove(3);
  sim().clear_log();

  const Output shown = run({"adopt-deleted", "acme", "--dry-run"});
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("NOTHING WAS RECORDED"));
  EXPECT_THAT(deletion_states(ledger()), IsEmpty());
  const Output adopted = run({"adopt-deleted", "acme"});
  EXPECT_EQ(adopted.status, 0) << adopted.err;
  EXPECT_THAT(adopted.out, HasSubstr("retentiond undo --run 2"));
  EXPECT_THAT(deletion_states(ledger()), ElementsAre(Pair(3, "deleted")));
  EXPECT_THAT(run({"adopt-deleted", "acme"}).out, HasSubstr("Nothing to adopt"));
  EXPECT_EQ(mutating_requests(), 0U);
  EXPECT_THAT(run({"history"}).out, HasSubstr("adopt-deleted"));
  EXPECT_THAT(run({"report", "2"}).out, HasSubstr("ADOPTED"));
  EXPECT_THAT(run({"status"}).out, HasSubstr("1 version"));

  const Output undone = run({"undo", "--version", std::string(kWeb) + "@3", "--yes"});
  EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
  expect_first_state();
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(Undo, OfWhatIsThirtyDaysGoneIsOverForGood) {
  given_deletions(5);
  travel(std::chrono::hours(24 * 31));
  const Output shown = run({"undo", "--run", "1", "--dry-run"});
  EXPECT_EQ(shown.status, 3) << shown.out << shown.err;
  EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "deleted"))) << "a dry run ends nothing";

  const Output undone = undo();

  EXPECT_EQ(undone.status, 3) << undone.out << undone.err;
  EXPECT_THAT(undone.out, HasSubstr("3 versions are gone for good: GitHub restores for 30 days only"));
  EXPECT_EQ(mutating_requests(), 0U);
  EXPECT_THAT(deletion_states(ledger()), ElementsAre(Pair(3, "expired"), Pair(4, "expired"), Pair(5, "expired")));
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(Undo, ByAClockThatIsAheadBringsBackWhatGitHubStillHas) {
  given_deletions(5);
  travel(std::chrono::hours(0));
  environment()["FAKETIME"] = "+" + std::to_string(std::chrono::seconds(std::chrono::hours(24 * 40)).count());
  const Output shown = run({"undo", "--run", "1", "--dry-run"});
  EXPECT_EQ(shown.status, 0) << shown.out << shown.err;
  EXPECT_THAT(shown.out, AllOf(HasSubstr("3 versions can be restored"), HasSubstr("over by this machine's clock"),
                               testing::Not(HasSubstr("gone for good"))));
  EXPECT_EQ(undo().status, 0);
  EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "restored")));
  EXPECT_EQ(run({"verify"}).status, 0);
}

TEST_F(Undo, IsOverForGoodInTheFirstCycleAfterThirtyDays) {
  given_deletions(5);
  travel(std::chrono::hours(24 * 29));
  ASSERT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "deleted")));
  travel(std::chrono::hours(24 * 2));
  ASSERT_EQ(run({"apply"}).status, 0);
  EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "expired")));
}

TEST_F(Undo, AdoptionTellsOfAListOfDeletedVersionsThatCannotBeRead) {
  given(3);
  sim().remove(3);
  // The packages of the owner are listed; what is deleted in the one there is cannot be.
  sim().add_fault("{ operation: list_versions, status: 403 }");
  const Output adopted = run({"adopt-deleted", "acme"});
  EXPECT_EQ(adopted.status, 7) << adopted.out << adopted.err;
  EXPECT_THAT(adopted.out, HasSubstr(kWeb));
  EXPECT_THAT(deletion_states(ledger()), IsEmpty());
  sim().clear_faults();
  EXPECT_EQ(run({"adopt-deleted", "acme"}).status, 0);
  EXPECT_THAT(deletion_states(ledger()), ElementsAre(Pair(3, "deleted")));
}

TEST_F(Undo, AdoptionBesideADaemonIsRefused) {
  given(3);
  ASSERT_EQ(run({"plan"}).status, 0);
  const auto lock = store::LedgerLock::acquire(ledger(), "run");
  ASSERT_TRUE(lock) << lock.error().message;
  const Output adopted = run({"adopt-deleted", "acme"});
  EXPECT_NE(adopted.status, 0);
  EXPECT_THAT(adopted.err, HasSubstr("is in use by process"));
}

TEST_F(Undo, AdoptionNeedsATokenThatMayRestoreAndAnOwnerThatAPolicyNames) {
  given(3);
  EXPECT_EQ(run({"adopt-deleted", "other"}).status, 2);
  environment()["TOKEN"] = "ghp_reader";
  EXPECT_EQ(run({"adopt-deleted", "acme"}).status, 6);
  EXPECT_EQ(run({"adopt-deleted", "acme", "--dry-run"}).status, 0);
}

}  // namespace
}  // namespace retention::test
