// A token that cannot be read any more in the middle of a run ends it as a fault of the configuration.
#include <gmock/gmock.h>

#include "daemon/engine/package_removal.h"
#include "tests/daemon/engine/undo_fixture.h"

namespace retention::engine {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using Kind = MutationOutcome::Kind;
using Effect = test::FakeGitHub::Ending::Effect;

constexpr const char* kNotThere = "token file /run/token is not there or no file: put the token there";

class LostTokenTest : public UndoTest {
 protected:
  LostTokenTest() {
    add("left-pad", 1, {91, 90, 2});
    add("right-pad", 11, {90, 2});
  }

  void lose_token() {
    MutationOutcome outcome;
    outcome.kind = Kind::no_token;
    outcome.message = kNotThere;
    github.script({{outcome, Effect::none}});
  }

  // Of a package whose versions are all there.
  Result<RemovalOutcome> remove() {
    const auto view = viewer.look({"acme", PackageType::npm, "right-pad"}, rules);
    if (!view) return fail(view.error());
    return removal.remove(*view, {rules, text}, {"command", "tester", "test"}, stop.get_token());
  }

  RemovalViewer viewer{github, files, ledger, clock, events};
  PackageRemoval removal{ledger, github, viewer, github, github, clock, events, requests};
};

TEST_F(LostTokenTest, InADeletionEndsTheRunAndLeavesTheRestQueued) {
  lose_token();
  const auto outcome = apply();
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::usage);
  EXPECT_THAT(github.deletes(), SizeIs(1));
  EXPECT_THAT(states(outcome->run), testing::Each("queued"));
  ASSERT_TRUE(apply());
  EXPECT_THAT(github.deletes(), SizeIs(4));
}

TEST_F(LostTokenTest, InTheReadThatSettlesADeletionEndsTheRun) {
  github.script({{MutationOutcome{}, Effect::happens}});
  github.before_each_mutation([this](VersionId) { github.fail_reads(Error{ErrorCode::configuration, kNotThere}); });
  const auto outcome = apply();
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::usage);
  EXPECT_THAT(github.deletes(), SizeIs(1));
}

TEST_F(LostTokenTest, InARestoreEndsTheUndo) {
  const RunId run = apply().value().run;
  lose_token();
  const auto outcome = undo(store::ByRun{run});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::usage);
  EXPECT_THAT(github.restores(), SizeIs(1));
  EXPECT_EQ(outcome->left, 3);
  EXPECT_THAT(states(run), testing::Each("deleted"));
}

TEST_F(LostTokenTest, InTheDeletionOrTheRestoreOfAPackageEndsIt) {
  lose_token();
  const auto kept = remove();
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(kept->status, ExitStatus::usage);
  EXPECT_EQ(github.package_deletes(), 1);
  ASSERT_TRUE(remove());
  lose_token();
  const auto outcome = undo(store::Since{seconds_of(clock.now()) - std::chrono::hours{1}});
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::usage);
  EXPECT_EQ(github.package_restores(), 1);
  EXPECT_THAT(github.restores(), IsEmpty());
}

}  // namespace
}  // namespace retention::engine
