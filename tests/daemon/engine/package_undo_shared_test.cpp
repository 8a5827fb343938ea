// A tag that a version had when it was deleted, and another one when the whole package was deleted after it.
#include <gmock/gmock.h>

#include "tests/daemon/engine/package_removal_fixture.h"

namespace retention::engine {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using Kind = MutationOutcome::Kind;
using Effect = test::FakeGitHub::Ending::Effect;

class PackageUndoShared : public PackageRemovalTest {
 protected:
  // Version 1 was `latest` when it was deleted, and 3 when its package was.
  PackageUndoShared() {
    version(1).tags = {{"latest"}};
    earlier = apply().value().run;
    version(3).tags = {{"latest"}};
    whole = remove().value().run;
  }

  PackageVersion& version(std::int64_t id) {
    return *std::ranges::find(github.shelf("left-pad").active, VersionId{id}, &PackageVersion::id);
  }
  Result<UndoPreview> show(const store::UndoSelection& selection) {
    return preview_undo(ledger, cache, github, github, selection, seconds_of(clock.now()));
  }
  std::vector<std::string> warnings(RunId undone) {
    std::vector<std::string> texts;
    const auto summary = store::History::open(ledger.location())->run(undone).value();
    for (const store::RunWarning& warning : summary->warnings) texts.push_back(warning.where + ": " + warning.text);
    return texts;
  }
  void expect_all_back(const UndoOutcome& undone) {
    EXPECT_EQ(undone.status, ExitStatus::done);
    EXPECT_THAT(states(earlier), ElementsAre("restored"));
    EXPECT_THAT(states(whole), Each("restored"));
    EXPECT_THAT(active("left-pad"), ElementsAre(1, 2, 3));
    EXPECT_THAT(github.restores(), Contains(VersionId{1}));
  }

  RunId earlier;
  RunId whole;
};

TEST_F(PackageUndoShared, ComesBackWithThePackageFirstAndThatIsToldBefore) {
  const UndoPreview shown = show(by_package).value();
  EXPECT_THAT(blockers(by_package), Each(""));
  ASSERT_THAT(shown.warnings, SizeIs(1));
  EXPECT_EQ(shown.warnings[0].code, "tag-shared");
  EXPECT_THAT(shown.warnings[0].text, AllOf(HasSubstr("tag latest was on #3 and on #1 when they were deleted"),
                                            HasSubstr("#3 comes back first and should get it")));

  const auto undone = undo(by_package);

  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->restored, 3);
  expect_all_back(*undone);
  EXPECT_THAT(warnings(undone->run), Contains(HasSubstr("left-pad@3: its tag latest went to #1")));
}

TEST_F(PackageUndoShared, ComesBackToTheSameIfTheUndoWasStoppedAfterThePackage) {
  github.script({ending(Kind::done, Effect::happens), ending(Kind::unauthorized)});
  ASSERT_EQ(undo(by_package)->status, ExitStatus::token);
  ASSERT_THAT(states(whole), Each("restored"));
  ASSERT_THAT(states(earlier), ElementsAre("deleted"));
  EXPECT_THAT(show(by_package)->warnings[0].text, HasSubstr("#3 is back already and has it"));

  const auto undone = undo(by_package);

  ASSERT_TRUE(undone) << undone.error().message;
  expect_all_back(*undone);
  EXPECT_THAT(warnings(undone->run), Contains(HasSubstr("left-pad@3: its tag latest went to #1")));
}

TEST_F(PackageUndoShared, ComesBackToTheSameIfTheUndoWasKilledInTheCallOfThePackage) {
  store::StateMove leaving;
  leaving.to = store::DeletionState::restoring;
  leaving.at = seconds_of(clock.now());
  ASSERT_TRUE(ledger.move_package(ledger.packages_deleted().value().front().id, leaving));
  github.bring_package_back("left-pad");
  ASSERT_TRUE(reconciler.settle());

  const auto undone = undo(by_package);

  ASSERT_TRUE(undone) << undone.error().message;
  expect_all_back(*undone);
}

TEST_F(PackageUndoShared, StaysGoneInAnUndoOfItsOwnWhileThePackageHasTheTag) {
  ASSERT_EQ(undo(store::ByRun{whole})->status, ExitStatus::done);
  EXPECT_THAT(blockers(store::ByRun{earlier}), ElementsAre(HasSubstr("tag latest is on #3 now")));
  const auto undone = undo(store::ByRun{earlier});
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::some_failed);
  EXPECT_THAT(states(earlier), ElementsAre("deleted"));

  version(3).tags = std::vector<std::string>{};
  expect_all_back(undo(store::ByRun{earlier}).value());
}

TEST_F(PackageUndoShared, StaysGoneIfSomebodyElseHasTheTagOnceThePackageIsBack) {
  on_permit(2, [this] {
    version(3).tags = std::vector<std::string>{};
    version(2).tags = {{"latest"}};
  });
  const auto undone = undo(by_package);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::some_failed);
  EXPECT_THAT(warnings(undone->run), Contains(HasSubstr("left-pad@1: tag latest is on #2 now")));
  EXPECT_THAT(states(earlier), ElementsAre("deleted"));
}

}  // namespace
}  // namespace retention::engine
