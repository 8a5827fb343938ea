// What comes in the way of an undo after its preview: a name is published again, a tag moves, a package is made anew.
#include <gmock/gmock.h>

#include "tests/daemon/engine/package_removal_fixture.h"
#include "tests/daemon/engine/undo_fixture.h"

namespace retention::engine {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = MutationOutcome::Kind;

class UndoMeanwhile : public UndoTest {
 protected:
  // Versions 1 and 2 were deleted, which both had a tag of their own.
  UndoMeanwhile() {
    add("left-pad", 1, {91, 90, 2});
    for (PackageVersion& version : shelf().active) version.tags = {{"t" + std::to_string(version.id.value)}};
    run = apply().value().run;
    EXPECT_THAT(active("left-pad"), ElementsAre(3));
  }

  test::FakeGitHub::Shelf& shelf() { return github.shelf("left-pad"); }

  void publish_again(VersionId old) {
    const auto found =
        std::ranges::find(shelf().deleted, old, [](const DeletedVersion& entry) { return entry.version.id; });
    PackageVersion newcomer = found->version;
    newcomer.id = {77};
    newcomer.tags = std::vector<std::string>{};
    shelf().active.push_back(newcomer);
  }
  void move_tag(const std::string& tag) { shelf().active.front().tags = {{"t3", tag}}; }

  UndoOutcome restore(const UndoPreview& shown) {
    return undoer.restore(shown, {"command", "tester", "test", std::nullopt}, stop.get_token()).value();
  }
  std::size_t pins() { return store::History::open(ledger.location())->pins(seconds_of(clock.now())).value().size(); }

  // Right before the permit is given for the nth time.
  void at_permit(int nth, std::function<void()> act) {
    github.before_each_permit([nth, act = std::move(act), asked = 0]() mutable {
      if (++asked == nth) act();
    });
  }

  RunId run;
};

TEST_F(UndoMeanwhile, ANamePublishedAgainAfterThePreviewIsSupersededAndNotSent) {
  const UndoPreview shown = preview(store::ByRun{run}).value();
  ASSERT_FALSE(shown.items.front().blocker);
  publish_again({1});

  const UndoOutcome outcome = restore(shown);

  EXPECT_EQ(outcome.status, ExitStatus::some_failed);
  EXPECT_EQ(outcome.restored, 1);
  EXPECT_EQ(outcome.left, 1);
  EXPECT_THAT(github.restores(), ElementsAre(VersionId{2}));
  EXPECT_THAT(states(run), testing::UnorderedElementsAre("superseded", "restored"));
  EXPECT_THAT(warnings(outcome.run), ElementsAre(HasSubstr("not-restorable acme/npm/left-pad@1: pushed again as")));
  EXPECT_EQ(pins(), 1U) << "what is not sent is not pinned";
}

TEST_F(UndoMeanwhile, ATagThatMovedAfterThePreviewStaysWithItsNewHolder) {
  const UndoPreview shown = preview(store::ByRun{run}).value();
  move_tag("t1");

  const UndoOutcome outcome = restore(shown);

  EXPECT_EQ(outcome.status, ExitStatus::some_failed);
  EXPECT_THAT(github.restores(), ElementsAre(VersionId{2}));
  EXPECT_THAT(states(run), testing::UnorderedElementsAre("deleted", "restored"));
  EXPECT_THAT(warnings(outcome.run), ElementsAre(HasSubstr("left-pad@1: tag t1 is on #3 now")));
}

TEST_F(UndoMeanwhile, WhatHappensDuringTheWaitForTheFirstPermitIsSeen) {
  at_permit(1, [this] { move_tag("t1"), publish_again({2}); });
  const UndoOutcome outcome = restore(preview(store::ByRun{run}).value());
  EXPECT_EQ(outcome.restored, 0);
  EXPECT_THAT(github.restores(), IsEmpty());
  EXPECT_THAT(states(run), testing::UnorderedElementsAre("deleted", "superseded"));
}

TEST_F(UndoMeanwhile, APackageIsLookedAtOnceMoreAndNotForEachVersion) {
  const UndoPreview shown = preview(store::ByRun{run}).value();
  const int before = github.listings();
  EXPECT_EQ(restore(shown).restored, 2);
  EXPECT_EQ(github.listings(), before + 1);
}

TEST_F(UndoMeanwhile, AfterALongWaitItIsLookedAtAgain) {
  at_permit(2, [this] {
    clock.advance(std::chrono::hours{1});
    publish_again({github.restores().front() == VersionId{1} ? 2 : 1});
  });
  const UndoOutcome outcome = restore(preview(store::ByRun{run}).value());
  EXPECT_EQ(outcome.restored, 1);
  EXPECT_THAT(states(run), testing::UnorderedElementsAre("restored", "superseded"));
}

TEST_F(UndoMeanwhile, ACallThatARateLimitHeldUpIsNotMadeAgainForANameThatIsTaken) {
  github.script({nothing_happens(Kind::rate_limited)});
  at_permit(2, [this] {
    clock.advance(std::chrono::hours{1});
    publish_again(github.restores().front());
  });
  const UndoOutcome outcome = restore(preview(store::ByRun{run}).value());
  EXPECT_EQ(outcome.restored, 1);
  EXPECT_THAT(github.restores(), SizeIs(2)) << "the one that was held up, and the other";
  EXPECT_THAT(states(run), testing::UnorderedElementsAre("restored", "superseded"));
}

TEST_F(UndoMeanwhile, WhatCannotBeReadAgainIsNotSent) {
  const UndoPreview shown = preview(store::ByRun{run}).value();
  github.fail_listing("left-pad", {ErrorCode::forbidden, "403"});
  const UndoOutcome outcome = restore(shown);
  EXPECT_EQ(outcome.status, ExitStatus::some_failed);
  EXPECT_THAT(github.restores(), IsEmpty());
  EXPECT_THAT(states(run), Each("deleted"));
}

TEST_F(UndoMeanwhile, ATokenThatIsRefusedAtTheSecondLookEndsTheUndo) {
  const UndoPreview shown = preview(store::ByRun{run}).value();
  github.fail_listing("left-pad", {ErrorCode::unauthorized, "401"});
  EXPECT_EQ(restore(shown).status, ExitStatus::token);
  EXPECT_THAT(github.restores(), IsEmpty());
}

TEST_F(UndoMeanwhile, ANameThatIsTakenWhileTheCallArrivesIsSupersededWithStatusThree) {
  MutationOutcome missing;
  missing.kind = Kind::not_found;
  missing.http_status = 404;
  github.script({{missing, test::FakeGitHub::Ending::Effect::none}});
  github.before_each_mutation([this](VersionId version) {
    if (github.restores().empty()) publish_again(version);
  });

  const UndoOutcome outcome = restore(preview(store::ByRun{run}).value());

  EXPECT_EQ(outcome.status, ExitStatus::some_failed) << "no right is missing";
  EXPECT_EQ(outcome.restored, 1);
  EXPECT_THAT(states(run), testing::UnorderedElementsAre("superseded", "restored"));
}

class PackageUndoMeanwhile : public PackageRemovalTest {
 protected:
  PackageUndoMeanwhile() { run = remove().value().run; }

  void make_anew() {
    Package newcomer = github.shelf("left-pad").package;
    newcomer.id = {4711};
    github.add(newcomer);
  }
  std::vector<store::RunWarning> warnings(RunId undone) {
    return store::History::open(ledger.location())->run(undone).value()->warnings;
  }

  RunId run;
};

TEST_F(PackageUndoMeanwhile, APackageThatWasMadeAnewAfterThePreviewIsNotSent) {
  on_permit(1, [this] { make_anew(); });
  const auto undone = undo(by_package);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::some_failed);
  EXPECT_EQ(github.package_restores(), 0);
  EXPECT_THAT(states(run), Each("deleted"));
  EXPECT_THAT(warnings(undone->run),
              ElementsAre(Field(&store::RunWarning::text, HasSubstr("another package has its name now, #4711"))));
}

TEST_F(PackageUndoMeanwhile, ACallIsNotMadeAgainForAPackageThatWasMadeAnew) {
  github.script({ending(Kind::rate_limited)});
  on_permit(2, [this] { make_anew(); });
  const auto undone = undo(by_package);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::some_failed);
  EXPECT_EQ(github.package_restores(), 1);
  EXPECT_THAT(states(run), Each("restore_failed"));
}

TEST_F(PackageUndoMeanwhile, WhetherItsNameIsFreeHasToBeReadBeforeAnythingIsSent) {
  on_permit(1, [this] { github.fail_reads(Error{ErrorCode::unreachable, "connection refused"}); });
  const auto undone = undo(by_package);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::some_failed);
  EXPECT_EQ(github.package_restores(), 0);
  EXPECT_THAT(states(run), Each("deleted"));
}

TEST_F(PackageUndoMeanwhile, OneStrayNotFoundDoesNotHideAPackageThatIsBack) {
  github.script({ending(Kind::unknown, test::FakeGitHub::Ending::Effect::happens)});
  github.before_package_call([this] { github.miss_package(1); });
  const auto undone = undo(by_package);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::done);
  EXPECT_EQ(github.package_restores(), 1) << "the second read finds it";
  EXPECT_THAT(states(run), Each("restored"));
}

TEST_F(PackageRemovalTest, OneStrayNotFoundDoesNotMakeAPackageGone) {
  github.script({ending(Kind::unknown)});
  github.before_package_call([this] { github.miss_package(github.package_deletes() == 0 ? 1 : 0); });
  const auto removed = remove();
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(github.package_deletes(), 2) << "the second read finds it, so the call is made again";
  EXPECT_THAT(states(removed->run), Each("deleted"));
}

TEST_F(PackageUndoMeanwhile, TagsThatCameBackBesidesAreTold) {
  github.shelf("left-pad").with_package.front().tags = {{"surprise"}};
  const auto undone = undo(by_package);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::done);
  EXPECT_THAT(warnings(undone->run),
              Contains(Field(&store::RunWarning::text, HasSubstr("with the tags surprise, which were not seen"))));
}

}  // namespace
}  // namespace retention::engine
