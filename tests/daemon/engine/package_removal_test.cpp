#include "daemon/engine/package_removal.h"

#include <gmock/gmock.h>

#include "tests/daemon/engine/package_removal_fixture.h"

namespace retention::engine {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = MutationOutcome::Kind;
using Ending = test::FakeGitHub::Ending;

TEST_F(PackageRemovalTest, DeletesItAndUndoBringsBackWhatWasThere) {
  const auto removed = remove();
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(removed->status, ExitStatus::done);
  EXPECT_THAT(active("left-pad"), IsEmpty());
  EXPECT_THAT(states(removed->run), ElementsAre("deleted", "deleted", "deleted"));

  const auto undone = undo(by_package);

  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::done);
  EXPECT_EQ(undone->restored, 3);
  EXPECT_EQ(undone->left, 0);
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2, 3));
  EXPECT_THAT(states(removed->run), Each("restored"));
  EXPECT_EQ(github.package_restores(), 1);
  EXPECT_THAT(github.restores(), IsEmpty());
  EXPECT_TRUE(apply());
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2, 3)) << "what came back is pinned";
}

TEST_F(PackageRemovalTest, LookingChangesNothing) {
  const auto view = look();
  ASSERT_TRUE(view) << view.error().message;
  EXPECT_THAT(view->inventory.versions, SizeIs(3));
  EXPECT_EQ(view->decided.policies, std::vector<std::string>{"npm"});
  EXPECT_FALSE(view->obstacle);
  EXPECT_EQ(github.package_deletes(), 0);
  EXPECT_EQ(ledger.head()->seq, 0);
}

TEST_F(PackageRemovalTest, EveryVersionIsCommittedBeforeTheCall) {
  github.before_package_call([&] {
    const auto flying = ledger.packages_in_flight().value();
    ASSERT_THAT(flying, SizeIs(1));
    EXPECT_THAT(ledger.part_of(flying.front().id).value(), SizeIs(3));
  });
  ASSERT_TRUE(remove());
  ASSERT_TRUE(undo(by_package));
}

TEST_F(PackageRemovalTest, AListingThatIsNotCompleteIsRefused) {
  github.fail_listing("left-pad", {ErrorCode::server_error, "500"});
  const auto view = look();
  ASSERT_FALSE(view);
  EXPECT_EQ(view.error().code, ErrorCode::bad_reply);
  github.fail_listing("left-pad", {ErrorCode::server_error, "500"});
}

TEST_F(PackageRemovalTest, APackageWithoutVersionsIsRefused) {
  github.shelf("left-pad").active.clear();
  EXPECT_EQ(look().error().code, ErrorCode::bad_reply);
}

TEST_F(PackageRemovalTest, WhatChangedSinceItWasShownIsNotDeleted) {
  const auto view = look();
  PackageVersion pushed = view->inventory.versions.front();
  pushed.id = {77};
  github.shelf("left-pad").active.push_back(pushed);
  const auto removed = remove(*view);
  ASSERT_FALSE(removed);
  EXPECT_THAT(removed.error().message, HasSubstr("has changed since it was shown"));
  EXPECT_EQ(github.package_deletes(), 0);
}

TEST_F(PackageRemovalTest, AHoldIsAnObstacle) {
  ASSERT_TRUE(plan());
  const Package package = github.shelf("left-pad").package;
  ASSERT_TRUE(ledger.hold(package, store::Hold::unsettled, "test", seconds_of(clock.now())));
  EXPECT_THAT(look()->obstacle.value_or(""), HasSubstr("on hold"));
}

TEST_F(PackageRemovalTest, NotFoundForAPackageThatIsThereMeansTheAdminRoleIsMissing) {
  github.script({ending(Kind::not_found)});
  const auto removed = remove();
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(removed->status, ExitStatus::token);
  EXPECT_THAT(states(removed->run), Each("failed"));
  EXPECT_EQ(github.package_deletes(), 1);
}

TEST_F(PackageRemovalTest, NotFoundForAPackageThatIsGoneIsNotOurs) {
  const auto view = look();
  github.script({ending(Kind::not_found, Ending::Effect::happens)});
  const auto removed = remove(*view);
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_THAT(states(removed->run), Each("gone"));
}

TEST_F(PackageRemovalTest, AnAnswerThatWasLostIsSettledByReading) {
  github.script({ending(Kind::unknown, Ending::Effect::happens)});
  const auto removed = remove();
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(removed->status, ExitStatus::done);
  EXPECT_THAT(states(removed->run), Each("deleted"));
  EXPECT_EQ(github.package_deletes(), 1);
}

TEST_F(PackageRemovalTest, AnAnswerThatIsLostAgainAndAgainEndsIt) {
  github.script(std::vector<Ending>(9, ending(Kind::unknown)));
  const auto removed = remove();
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(removed->status, ExitStatus::some_failed);
  EXPECT_THAT(states(removed->run), Each("failed"));
  EXPECT_EQ(github.package_deletes(), 3);
}

TEST_F(PackageRemovalTest, ARefusalIsToldAndNotTriedAgain) {
  github.script({ending(Kind::refused)});
  const auto removed = remove();
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(removed->status, ExitStatus::some_failed);
  EXPECT_THAT(states(removed->run), Each("refused"));
}

TEST_F(PackageRemovalTest, ARateLimitIsWaitedOut) {
  github.script({ending(Kind::rate_limited), ending(Kind::rate_limited)});
  const auto removed = remove();
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_THAT(states(removed->run), Each("deleted"));
  EXPECT_EQ(github.package_deletes(), 3);
}

TEST_F(PackageRemovalTest, WhatCannotBeReadIsHeldAndSettledLater) {
  MutationOutcome lost;
  lost.kind = Kind::unknown;
  github.script({{lost, Ending::Effect::happens}});
  github.before_package_call([&] { github.fail_reads(Error{ErrorCode::unreachable, "connection refused"}); });
  const auto removed = remove();
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(removed->status, ExitStatus::some_failed);
  EXPECT_THAT(states(removed->run), Each("deleting"));
  github.fail_reads(std::nullopt);
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(removed->run), Each("deleted"));
  EXPECT_EQ(ledger.remember(github.shelf("left-pad").package, seconds_of(clock.now()))->hold, std::nullopt);
}

TEST_F(PackageRemovalTest, WhatDidNotHappenIsSettledAsFailedAndSentByNobody) {
  github.script({ending(Kind::unknown)});
  github.before_package_call([&] { github.fail_reads(Error{ErrorCode::unreachable, "connection refused"}); });
  const RunId run = remove().value().run;
  github.fail_reads(std::nullopt);
  ASSERT_TRUE(apply());
  EXPECT_THAT(states(run), Each("cancelled"));
  EXPECT_EQ(github.package_deletes(), 1);
}

TEST_F(PackageRemovalTest, ANameThatIsTakenAgainIsABlocker) {
  const RunId run = remove().value().run;
  Package newcomer = github.shelf("left-pad").package;
  newcomer.id = {4711};
  github.add(newcomer);
  EXPECT_THAT(blockers(store::ByRun{run}), Each(HasSubstr("another package has its name now, #4711")));
  ASSERT_TRUE(undo(store::ByRun{run}));
  EXPECT_EQ(github.package_restores(), 0);
  EXPECT_THAT(states(run), Each("deleted"));
}

TEST_F(PackageRemovalTest, AVersionThatWentWithItComesBackWithItAlone) {
  remove().value();
  const store::ByVersion one{{"acme", PackageType::npm, "left-pad"}, {VersionId{2}}};
  EXPECT_THAT(blockers(one), ElementsAre(HasSubstr("retentiond undo --package acme/npm/left-pad")));
}

TEST_F(PackageRemovalTest, AVersionThatWentBeforeComesBackAfterThePackage) {
  const RunId earlier = apply().value().run;
  ASSERT_THAT(active("left-pad"), ElementsAre(2, 3));
  remove().value();
  EXPECT_THAT(blockers(store::ByRun{earlier}), ElementsAre(HasSubstr("its package was deleted as a whole by run 2")));

  const auto undone = undo(by_package);

  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->restored, 3);
  EXPECT_THAT(active("left-pad"), ElementsAre(1, 2, 3));
  EXPECT_THAT(github.restores(), ElementsAre(VersionId{1}));
}

TEST_F(PackageRemovalTest, ARestoreThatFailsLeavesEverythingToBeTriedAgain) {
  apply().value();
  const RunId run = remove().value().run;
  github.script({ending(Kind::failed)});
  const auto undone = undo(by_package);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::some_failed);
  EXPECT_THAT(states(run), Each("restore_failed"));
  EXPECT_THAT(github.restores(), IsEmpty()) << "nothing of the package is tried without it";
  EXPECT_EQ(undo(by_package)->restored, 3);
}

TEST_F(PackageRemovalTest, ARestoreWithoutAnswerAndWithoutEffectIsSentAgainThreeTimesInAll) {
  const RunId run = remove().value().run;
  github.script(std::vector<Ending>(5, ending(Kind::unknown)));
  EXPECT_EQ(undo(by_package)->status, ExitStatus::some_failed);
  EXPECT_EQ(github.package_restores(), 3);
  EXPECT_THAT(states(run), Each("deleted"));

  const auto undone = undo(by_package);

  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::done);
  EXPECT_EQ(github.package_restores(), 6);
  EXPECT_THAT(states(run), Each("restored"));
}

TEST_F(PackageRemovalTest, AVersionThatDoesNotComeBackIsTold) {
  const RunId run = remove().value().run;
  github.shelf("left-pad").with_package.pop_back();
  const auto undone = undo(by_package);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::some_failed);
  EXPECT_EQ(undone->restored, 2);
  EXPECT_THAT(states(run), testing::Contains("restore_failed").Times(1));
}

TEST_F(PackageRemovalTest, ARestoreWhoseProcessEndedIsSettledByReading) {
  const RunId run = remove().value().run;
  const auto work = ledger.packages_deleted().value().front();
  store::StateMove leaving;
  leaving.to = store::DeletionState::restoring;
  leaving.at = seconds_of(clock.now());
  ASSERT_TRUE(ledger.move_package(work.id, leaving));
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), Each("deleted"));
  ASSERT_TRUE(ledger.move_package(work.id, leaving));
  github.bring_package_back("left-pad");
  ASSERT_TRUE(reconciler.settle());
  EXPECT_THAT(states(run), Each("restored"));
}

}  // namespace
}  // namespace retention::engine
