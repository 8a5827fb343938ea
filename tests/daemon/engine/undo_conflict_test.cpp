// GitHub refuses a restore for what stands in the way: a read tells what it is.
#include <gmock/gmock.h>

#include "tests/daemon/engine/package_removal_fixture.h"
#include "tests/daemon/engine/undo_fixture.h"

namespace retention::engine {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using Ending = test::FakeGitHub::Ending;

class UndoConflict : public UndoTest {
 protected:
  UndoConflict() {
    add("left-pad", 1, {90, 2});
    run = apply().value().run;
  }

  test::FakeGitHub::Shelf& shelf() { return github.shelf("left-pad"); }
  void publish_again() {
    PackageVersion newcomer = shelf().deleted.front().version;
    newcomer.id = {77};
    shelf().active.push_back(newcomer);
  }
  UndoOutcome restored() { return undo(store::ByRun{run}).value(); }
  store::DeletionDetail row() {
    store::DeletionDetail found;
    const auto read =
        store::History::open(ledger.location())->deletions_of(run, [&](const store::DeletionDetail& each) {
          found = each;
        });
    EXPECT_TRUE(read);
    return found;
  }
  std::string note() { return row().deletion.note; }

  RunId run;
};

TEST_F(UndoConflict, OneIsSupersededByWhatHasTheNameUntilThatIsGone) {
  for (const int status : {409, 422}) {
    github.script({answer(status, "The name is taken.")});
    github.before_each_mutation([this, sent = false](VersionId) mutable {
      if (!std::exchange(sent, true)) publish_again();
    });

    const UndoOutcome outcome = restored();

    EXPECT_EQ(outcome.status, ExitStatus::some_failed);
    EXPECT_THAT(states(run), ElementsAre("superseded"));
    EXPECT_THAT(note(), HasSubstr("pushed again as version 77 on "));
    EXPECT_EQ(row().deletion.http_status, status);
    EXPECT_EQ(undo(store::ByRun{run})->restored, 0) << "nothing is sent while the newcomer is there";
    std::erase_if(shelf().active, [](const PackageVersion& version) { return version.id == VersionId{77}; });
  }
  EXPECT_EQ(restored().restored, 1);
  EXPECT_THAT(states(run), ElementsAre("restored"));
}

TEST_F(UndoConflict, OneThatNothingExplainsFailsWithGitHubsWordsAndCanBeTriedAgain) {
  github.script({answer(422, "Validation failed.")});
  EXPECT_EQ(restored().status, ExitStatus::some_failed);
  EXPECT_THAT(states(run), ElementsAre("restore_failed"));
  EXPECT_EQ(note(), "Validation failed.");
  EXPECT_EQ(restored().restored, 1);
}

TEST_F(UndoConflict, OneWithWhatIsBackAlreadyIsRestored) {
  github.script({answer(409, "It is not deleted.")});
  github.before_each_mutation([this](VersionId version) { github.bring_back("left-pad", version); });
  EXPECT_EQ(restored().status, ExitStatus::done);
  EXPECT_THAT(states(run), ElementsAre("restored"));
}

TEST_F(UndoConflict, OneThatCannotBeReadFailsAndCanBeTriedAgain) {
  github.script({answer(409, "The name is taken.")});
  github.before_each_mutation([this](VersionId) { github.fail_reads(Error{ErrorCode::unreachable, "no route"}); });
  EXPECT_EQ(restored().status, ExitStatus::some_failed);
  EXPECT_THAT(states(run), ElementsAre("restore_failed"));
  EXPECT_EQ(note(), "The name is taken.");
  github.before_each_mutation({});
  github.fail_reads(std::nullopt);
  EXPECT_EQ(restored().restored, 1);
}

TEST_F(UndoConflict, ATokenThatIsRefusedWhileOneIsReadEndsTheUndo) {
  github.script({answer(409, "The name is taken.")});
  github.before_each_mutation([this](VersionId) { github.fail_reads(Error{ErrorCode::unauthorized, "401"}); });
  EXPECT_EQ(restored().status, ExitStatus::token);
  EXPECT_THAT(states(run), ElementsAre("restore_failed")) << "the call did nothing";
}

class PackageUndoConflict : public PackageRemovalTest {
 protected:
  PackageUndoConflict() { run = remove().value().run; }

  void make_anew(PackageId id) {
    Package package = github.shelf("left-pad").package;
    package.id = id;
    newcomer = &github.add(package);
  }
  std::vector<std::string> warnings(RunId undone) {
    std::vector<std::string> texts;
    const auto summary = store::History::open(ledger.location())->run(undone).value();
    for (const store::RunWarning& warning : summary->warnings) texts.push_back(warning.text);
    return texts;
  }

  RunId run;
  test::FakeGitHub::Shelf* newcomer{nullptr};
};

TEST_F(PackageUndoConflict, OneIsToldByTheNameOfTheNewcomer) {
  for (const int status : {409, 422}) {
    github.script({answer(status, "The name is taken.")});
    github.before_package_call([this] { make_anew({4711}); });
    const auto undone = undo(by_package);
    ASSERT_TRUE(undone) << undone.error().message;
    EXPECT_EQ(undone->status, ExitStatus::some_failed);
    EXPECT_THAT(states(run), Each("restore_failed"));
    EXPECT_THAT(warnings(undone->run), Contains(HasSubstr("another package has its name now, #4711")));
    newcomer->gone = true;
  }
  github.before_package_call({});
  EXPECT_EQ(undo(by_package)->status, ExitStatus::done);
  EXPECT_THAT(states(run), Each("restored"));
}

TEST_F(PackageUndoConflict, OneThatNothingExplainsFailsWithGitHubsWords) {
  github.script({answer(422, "Validation failed.")});
  const auto undone = undo(by_package);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_THAT(states(run), Each("restore_failed"));
  EXPECT_THAT(warnings(undone->run), Contains(HasSubstr("did not come back: Validation failed.")));
  EXPECT_EQ(undo(by_package)->status, ExitStatus::done);
}

TEST_F(PackageUndoConflict, OneWithWhatIsBackAlreadyIsRestored) {
  github.script({answer(409, "It is not deleted.", Ending::Effect::happens)});
  EXPECT_EQ(undo(by_package)->status, ExitStatus::done);
  EXPECT_THAT(states(run), Each("restored"));
}

TEST_F(PackageUndoConflict, OneThatCannotBeReadFailsAndCanBeTriedAgain) {
  github.script({answer(409, "The name is taken.")});
  github.before_package_call([this] { github.fail_reads(Error{ErrorCode::unreachable, "no route"}); });
  EXPECT_EQ(undo(by_package)->status, ExitStatus::some_failed);
  EXPECT_THAT(states(run), Each("restore_failed"));
  github.before_package_call({});
  github.fail_reads(std::nullopt);
  EXPECT_EQ(undo(by_package)->status, ExitStatus::done);
}

}  // namespace
}  // namespace retention::engine
