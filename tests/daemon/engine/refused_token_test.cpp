// A token that GitHub refuses in the middle of a run ends it: no call follows, with that token or another one.
#include <gmock/gmock.h>

#include "daemon/engine/package_removal.h"
#include "tests/daemon/engine/undo_fixture.h"

namespace retention::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Kind = MutationOutcome::Kind;
using Effect = test::FakeGitHub::Ending::Effect;

constexpr const char* kRefused = "GitHub does not accept the token (401)";

class RefusedTokenTest : public UndoTest {
 protected:
  RefusedTokenTest() {
    add("left-pad", 1, {91, 90, 2});
    add("right-pad", 11, {90, 2});
  }

  // The next call has its effect, its answer is lost, and the token for reading is refused from then on.
  void lose_an_answer_and_refuse_reads() {
    github.script({{nothing_happens(Kind::unknown).outcome, Effect::happens}});
    github.before_each_mutation([this](VersionId) { refuse_reads(); });
    github.before_package_call([this] { refuse_reads(); });
  }

  void refuse_reads() { github.fail_reads(Error{ErrorCode::unauthorized, kRefused}); }

  std::vector<VersionId> in_flight() {
    std::vector<VersionId> found;
    const auto rows = ledger.in_flight();
    for (const store::DeletionWork& work : rows.value()) found.push_back(work.version);
    return found;
  }
};

TEST_F(RefusedTokenTest, InADeletionEndsTheRun) {
  github.script({nothing_happens(Kind::unauthorized)});
  const auto outcome = apply();
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::token);
  EXPECT_THAT(github.deletes(), SizeIs(1));
  EXPECT_THAT(in_flight(), IsEmpty());
}

TEST_F(RefusedTokenTest, InTheReadThatSettlesADeletionEndsTheRun) {
  lose_an_answer_and_refuse_reads();
  const auto outcome = apply();
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::token);
  EXPECT_THAT(github.deletes(), SizeIs(1));
  EXPECT_THAT(in_flight(), SizeIs(1));
}

TEST_F(RefusedTokenTest, InARestoreEndsTheUndo) {
  const RunId run = apply().value().run;
  github.script({nothing_happens(Kind::unauthorized)});
  const auto outcome = undo(store::ByRun{run});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::token);
  EXPECT_THAT(github.restores(), SizeIs(1));
  EXPECT_EQ(outcome->left, 3);
  EXPECT_THAT(states(run), testing::Each("deleted"));
}

TEST_F(RefusedTokenTest, InTheReadAfterARestoreEndsTheUndo) {
  const RunId run = apply().value().run;
  lose_an_answer_and_refuse_reads();
  const auto outcome = undo(store::ByRun{run});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::token);
  EXPECT_THAT(github.restores(), SizeIs(1));
  EXPECT_THAT(in_flight(), SizeIs(1));
}

class RefusedPackageTokenTest : public RefusedTokenTest {
 protected:
  // Versions of one package and the whole of another are deleted.
  RefusedPackageTokenTest() {
    scope.package = PackageRef{"acme", PackageType::npm, "left-pad"};
    EXPECT_TRUE(apply());
    EXPECT_TRUE(remove());
  }

  Result<RemovalOutcome> remove() {
    const auto view = viewer_of_packages.look({"acme", PackageType::npm, "right-pad"}, rules);
    if (!view) return fail(view.error());
    return removal.remove(*view, {rules, text}, {"command", "tester", "test"}, stop.get_token());
  }

  const store::Since everything{seconds_of(clock.now()) - std::chrono::hours{1}};
  RemovalViewer viewer_of_packages{github, files, ledger, clock, events};
  PackageRemoval removal{ledger, github, viewer_of_packages, github, github, clock, events, requests};
};

TEST_F(RefusedPackageTokenTest, InTheRestoreOfAPackageEndsTheUndo) {
  github.script({nothing_happens(Kind::unauthorized)});
  const auto outcome = undo(everything);
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::token);
  EXPECT_EQ(github.package_restores(), 1);
  EXPECT_THAT(github.restores(), IsEmpty());
}

TEST_F(RefusedPackageTokenTest, InTheReadAfterTheRestoreOfAPackageEndsTheUndo) {
  lose_an_answer_and_refuse_reads();
  const auto outcome = undo(everything);
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::token);
  EXPECT_EQ(github.package_restores(), 1);
  EXPECT_THAT(github.restores(), IsEmpty());
}

TEST_F(RefusedPackageTokenTest, InTheDeletionOfAPackageIsSaidAndNotTriedAgain) {
  ASSERT_TRUE(undo(everything));
  const int calls = github.package_deletes();
  lose_an_answer_and_refuse_reads();
  const auto outcome = remove();
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::token);
  EXPECT_EQ(github.package_deletes(), calls + 1);
}

}  // namespace
}  // namespace retention::engine
