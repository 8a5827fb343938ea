// GitHub answers that something is restored, and a read does not find it back.
#include <gmock/gmock.h>

#include "tests/daemon/engine/package_removal_fixture.h"
#include "tests/daemon/engine/undo_fixture.h"

namespace retention::engine {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using Ending = test::FakeGitHub::Ending;

class GoneAgain : public UndoTest {
 protected:
  GoneAgain() {
    add("left-pad", 1, {90, 2});
    run = apply().value().run;
  }

  test::FakeGitHub::Shelf& shelf() { return github.shelf("left-pad"); }
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

TEST_F(GoneAgain, WhatIsDeletedAgainBeforeItIsReadBackSaysSoAndComesBackOnceMore) {
  github.script({answer(204, "", Ending::Effect::happens)});
  bool sent = false;
  github.before_each_mutation([&](VersionId) { sent = true; });
  github.before_active_read([&](VersionId version) {
    if (!std::exchange(sent, false)) return;
    clock.advance(std::chrono::hours{1});
    github.remove("left-pad", version);
  });

  const UndoOutcome outcome = restored();

  EXPECT_EQ(outcome.status, ExitStatus::some_failed);
  EXPECT_EQ(outcome.restored, 0);
  EXPECT_THAT(states(run), ElementsAre("deleted"));
  EXPECT_THAT(note(), HasSubstr("restored, and another hand deleted it again before it was read back"));
  EXPECT_EQ(row().deletion.undo_until, seconds_of(clock.now()) + std::chrono::days{30}) << "from the new deletion on";
  EXPECT_THAT(events.all<MutationFailed>(), SizeIs(1));
  EXPECT_EQ(events.all<MutationFailed>().front().why, note());

  github.before_active_read({});
  EXPECT_EQ(restored().restored, 1);
  EXPECT_THAT(states(run), ElementsAre("restored"));
}

TEST_F(GoneAgain, WhatIsListedAsDeletedStillBlamesNobody) {
  github.script({answer(204, "")});
  EXPECT_EQ(restored().status, ExitStatus::some_failed);
  EXPECT_THAT(states(run), ElementsAre("deleted"));
  EXPECT_THAT(note(), HasSubstr("GitHub answered that it is restored, but lists it as deleted still"));
  EXPECT_EQ(restored().restored, 1);
}

TEST_F(GoneAgain, WhatIsInNoListAfterItWasRestoredSaysSo) {
  github.script({answer(204, "", Ending::Effect::happens)});
  github.before_each_mutation([this](VersionId) { shelf().deleted.clear(); });
  EXPECT_EQ(restored().status, ExitStatus::some_failed);
  EXPECT_THAT(states(run), ElementsAre("restore_failed"));
  EXPECT_THAT(note(), HasSubstr("GitHub answered that it is restored, but lists it neither as active nor as deleted"));
}

TEST_F(GoneAgain, WhatWentWithItsPackageAfterItWasRestoredSaysSo) {
  github.script({answer(204, "", Ending::Effect::happens)});
  github.before_each_mutation([this](VersionId) {
    shelf().deleted.clear();
    shelf().package.id = {4711};
  });
  EXPECT_EQ(restored().status, ExitStatus::some_failed);
  EXPECT_THAT(states(run), ElementsAre("restore_failed"));
  EXPECT_THAT(note(),
              AllOf(HasSubstr("its package was deleted"), HasSubstr("another package has its name now, #4711")));
}

class PackageGoneAgain : public PackageRemovalTest {
 protected:
  PackageGoneAgain() { run = remove().value().run; }

  std::vector<std::string> warnings(RunId undone) {
    std::vector<std::string> texts;
    const auto summary = store::History::open(ledger.location())->run(undone).value();
    for (const store::RunWarning& warning : summary->warnings) texts.push_back(warning.text);
    return texts;
  }

  RunId run;
};

TEST_F(PackageGoneAgain, APackageThatIsDeletedAgainBeforeItIsReadBackSaysSo) {
  github.script({answer(204, "")});
  const auto undone = undo(by_package);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::some_failed);
  EXPECT_THAT(warnings(undone->run), Contains(HasSubstr("GitHub answered that it is restored, but it is not there")));
  EXPECT_EQ(undo(by_package)->status, ExitStatus::done) << "it can be tried again";
}

}  // namespace
}  // namespace retention::engine
