// How deletions end that nothing restores any more, or that are back without us.
#include <gmock/gmock.h>

#include "tests/daemon/engine/undo_fixture.h"

namespace retention::engine {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST_F(UndoTest, NothingIsSentForWhatIsListedAsActive) {
  add("left-pad", 1, {91, 90, 2});
  const RunId run = apply().value().run;
  github.bring_back("left-pad", {1});

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_EQ(outcome->restored, 2);
  EXPECT_THAT(github.restores(), ElementsAre(VersionId{2}));
  EXPECT_THAT(states(run), ElementsAre("restored", "restored"));
}

TEST_F(UndoTest, WhatAListHoldsTooLongIsRestoredAllTheSame) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;
  github.linger(github.shelf("left-pad").deleted.front().version);

  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  EXPECT_EQ(outcome->restored, 1);
  EXPECT_THAT(github.restores(), ElementsAre(VersionId{1}));
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2));
  EXPECT_THAT(states(run), ElementsAre("restored"));
}

TEST_F(UndoTest, WhetherItIsBackAlreadyHasToBeReadBeforeAnythingIsSent) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;
  github.linger(github.shelf("left-pad").deleted.front().version);
  const auto found = preview(store::ByRun{run});
  ASSERT_TRUE(found) << found.error().message;
  github.before_each_look([this](const std::string&) {
    github.fail_reads(Error{ErrorCode::unreachable, "connection refused"});
  });

  const auto outcome = undoer.restore(*found, {"command", "tester", "test", std::nullopt}, stop.get_token());

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::some_failed);
  EXPECT_THAT(warnings(outcome->run), ElementsAre(HasSubstr("whether it is back already could not be read")));
  EXPECT_THAT(github.restores(), IsEmpty());
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(UndoTest, WhatWasPushedAgainIsSupersededUntilTheNewcomerIsGone) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;
  PackageVersion newcomer = github.shelf("left-pad").deleted.front().version;
  newcomer.id = {77};
  github.shelf("left-pad").active.push_back(newcomer);
  const SysTime now = seconds_of(clock.now());
  ASSERT_TRUE(record_ends(ledger, preview(store::ByRun{run}).value(), now));
  EXPECT_THAT(states(run), ElementsAre("superseded"));
  ASSERT_TRUE(record_ends(ledger, preview(store::ByRun{run}).value(), now)) << "a second time is no move";

  github.remove("left-pad", {77});
  const auto outcome = undo(store::ByRun{run});

  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->restored, 1);
  EXPECT_THAT(states(run), ElementsAre("restored"));
}

TEST_F(UndoTest, ANameThatCouldNotBeReadSupersedesNothing) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;
  github.fail_listing("left-pad", {ErrorCode::forbidden, "403"});
  ASSERT_TRUE(record_ends(ledger, preview(store::ByRun{run}).value(), seconds_of(clock.now())));
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

TEST_F(UndoTest, WhatGitHubListsNoMoreAfterThirtyDaysIsExpired) {
  add("left-pad", 1, {91, 90, 2});
  const RunId run = apply().value().run;
  clock.advance(std::chrono::days{31});
  std::erase_if(github.shelf("left-pad").deleted,
                [](const DeletedVersion& entry) { return entry.version.id == VersionId{1}; });
  const auto found = preview(store::ByRun{run});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->expired, 1);
  ASSERT_TRUE(record_ends(ledger, *found, seconds_of(clock.now())));
  EXPECT_THAT(states(run), ElementsAre("expired", "deleted"));
}

TEST_F(UndoTest, WhatGitHubCanStillRestoreIsRestoredWhateverOurClockSays) {
  add("left-pad", 1, {92, 91, 90, 2});
  const RunId run = apply().value().run;
  clock.advance(std::chrono::days{40});
  const auto found = preview(store::ByRun{run});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->expired, 0);
  ASSERT_EQ(found->warnings.size(), 1U);
  EXPECT_EQ(found->warnings.front().code, "clock-differs");
  EXPECT_NE(found->warnings.front().text.find("over by this machine's clock (2026-"), std::string::npos);
  ASSERT_EQ(found->items.size(), 3U);
  EXPECT_GT(found->items[0].work.id, found->items[1].work.id) << "what was deleted last comes back first";
  EXPECT_EQ(undo(store::ByRun{run})->restored, 3);
  EXPECT_THAT(states(run), ElementsAre("restored", "restored", "restored"));
}

TEST_F(UndoTest, WhatIsBackAfterThirtyDaysIsNotExpired) {
  add("left-pad", 1, {90, 2});
  const RunId run = apply().value().run;
  github.bring_back("left-pad", {1});
  clock.advance(std::chrono::days{31});
  ASSERT_TRUE(record_ends(ledger, preview(store::ByRun{run}).value(), seconds_of(clock.now())));
  EXPECT_THAT(states(run), ElementsAre("deleted"));
}

class UndoTags : public UndoTest {
 protected:
  // A version that was deleted with two tags, of which GitHub will bring back one.
  UndoTags() {
    add("left-pad", 1, {90, 2});
    std::ranges::find(github.shelf("left-pad").active, VersionId{1}, &PackageVersion::id)->tags = {{"1.0", "stable"}};
    run = apply().value().run;
    github.shelf("left-pad").deleted.front().version.tags = {{"1.0"}};
  }

  RunId run;
};

TEST_F(UndoTags, ThatDoNotComeBackAreTold) {
  const auto outcome = undo(store::ByRun{run});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::done);
  const auto warnings = store::History::open(ledger.location())->run(outcome->run).value()->warnings;
  ASSERT_THAT(warnings, SizeIs(1));
  EXPECT_EQ(warnings.front().code, "tags-differ");
  EXPECT_THAT(warnings.front().text, HasSubstr("without its tags stable;"));
  EXPECT_EQ(warnings.front().where, "acme/npm/left-pad@1");
}

TEST_F(UndoTags, ThatComeBackBesidesAreToldToo) {
  github.shelf("left-pad").deleted.front().version.tags = {{"1.0", "next", "stable"}};
  const auto outcome = undo(store::ByRun{run});
  ASSERT_TRUE(outcome) << outcome.error().message;
  const auto warnings = store::History::open(ledger.location())->run(outcome->run).value()->warnings;
  ASSERT_THAT(warnings, SizeIs(1));
  EXPECT_EQ(warnings.front().code, "tags-differ");
  EXPECT_EQ(warnings.front().text, "came back with the tags next, which were not seen on it when it was deleted");
}

TEST_F(UndoTags, ThatWereExchangedAreToldBothWays) {
  github.shelf("left-pad").deleted.front().version.tags = {{"1.0", "next"}};
  const auto outcome = undo(store::ByRun{run});
  ASSERT_TRUE(outcome) << outcome.error().message;
  const auto warnings = store::History::open(ledger.location())->run(outcome->run).value()->warnings;
  ASSERT_THAT(warnings, SizeIs(1));
  EXPECT_THAT(warnings.front().text, AllOf(HasSubstr("without its tags stable;"), HasSubstr("with the tags next,")));
}

TEST_F(UndoTags, ThatDifferAreToldAfterAKill) {
  const store::DeletionWork work = ledger.restorable(store::ByRun{run}, seconds_of(clock.now()))->work.front();
  store::StateMove leaving;
  leaving.to = store::DeletionState::restoring;
  leaving.at = seconds_of(clock.now());
  ASSERT_TRUE(ledger.move(work.id, leaving));
  github.shelf("left-pad").deleted.front().version.tags = {{"1.0", "next"}};
  github.bring_back("left-pad", {1});
  const auto settled = reconciler.settle();
  ASSERT_TRUE(settled) << settled.error().message;
  ASSERT_THAT(settled->differing, SizeIs(1));
  EXPECT_THAT(settled->differing.front().text,
              AllOf(HasSubstr("without its tags stable;"), HasSubstr("with the tags next,")));
  EXPECT_THAT(states(run), ElementsAre("restored"));
}

}  // namespace
}  // namespace retention::engine
