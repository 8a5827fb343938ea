// What happens to a package that is to be deleted as a whole while a call is waited for, and after a redirect.
#include <gmock/gmock.h>

#include "tests/daemon/engine/package_removal_fixture.h"

namespace retention::engine {
namespace {

using testing::Contains;
using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::SizeIs;
using Kind = MutationOutcome::Kind;

TEST_F(PackageRemovalTest, WhatIsPushedDuringTheWaitForThePermitIsNotDeletedUnseen) {
  github.before_each_permit([this] { push(77); });
  const auto removed = remove();
  ASSERT_FALSE(removed);
  EXPECT_THAT(removed.error().message, HasSubstr("has changed since it was shown"));
  EXPECT_EQ(github.package_deletes(), 0);
}

TEST_F(PackageRemovalTest, WhatIsPushedBeforeTheCallIsMadeAgainEndsIt) {
  github.script({ending(Kind::rate_limited)});
  on_permit(2, [this] { push(77); });
  const auto removed = remove();
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(removed->status, ExitStatus::some_failed);
  EXPECT_THAT(states(removed->run), Each("failed"));
  EXPECT_EQ(github.package_deletes(), 1);
}

TEST_F(PackageRemovalTest, APauseIsAnObstacleAndStopsWhatBegan) {
  const auto view = look();
  pause();
  EXPECT_THAT(look()->obstacle.value_or(""), HasSubstr("by ada"));
  const auto removed = remove(*view);
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, ErrorCode::busy);
  EXPECT_THAT(removed.error().message, HasSubstr("by ada"));
  EXPECT_EQ(github.package_deletes(), 0);
}

TEST_F(PackageRemovalTest, APauseStopsTheCallFromBeingMadeAgain) {
  github.script({ending(Kind::rate_limited)});
  on_permit(2, [this] { pause(); });
  const auto removed = remove();
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(removed->status, ExitStatus::some_failed);
  EXPECT_THAT(states(removed->run), Each("failed"));
  EXPECT_EQ(github.package_deletes(), 1);
}

TEST_F(PackageRemovalTest, ALateEffectBeforeTheCallIsMadeAgainIsOurs) {
  github.script({ending(Kind::unknown)});
  on_permit(2, [this] { github.remove_package("left-pad"); });
  const auto removed = remove();
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(removed->status, ExitStatus::done);
  EXPECT_THAT(states(removed->run), Each("deleted"));
  EXPECT_EQ(github.package_deletes(), 1);
}

TEST_F(PackageRemovalTest, ARedirectHoldsTheOwner) {
  add("right-pad", 10, {90, 2});
  ASSERT_TRUE(plan());
  github.script({ending(Kind::redirected)});
  const auto removed = remove();
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(removed->status, ExitStatus::some_failed);
  EXPECT_EQ(hold_on("left-pad"), store::Hold::redirected);
  EXPECT_EQ(hold_on("right-pad"), store::Hold::redirected);
}

TEST_F(PackageRemovalTest, ARedirectOfARestoreHoldsTheOwnerAndEndsTheRestForIt) {
  add("right-pad", 10, {90, 2});
  ASSERT_TRUE(remove());
  const auto other = viewer.look({"acme", PackageType::npm, "right-pad"}, rules);
  ASSERT_TRUE(remove(*other));
  github.script({ending(Kind::redirected)});
  const auto undone = undo(store::Since{seconds_of(clock.now()) - std::chrono::hours(1)});
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_EQ(undone->status, ExitStatus::some_failed);
  EXPECT_EQ(undone->restored, 0);
  EXPECT_EQ(github.package_restores(), 1);
  EXPECT_EQ(hold_on("left-pad"), store::Hold::redirected);
  const auto warnings = store::History::open(ledger.location())->run(undone->run).value()->warnings;
  EXPECT_THAT(warnings, Contains(Field(&store::RunWarning::text, HasSubstr("renamed"))));
}

TEST_F(PackageRemovalTest, TheVersionsThatAnUndoBroughtBackAreUnpinnedWithItsRun) {
  ASSERT_TRUE(remove());
  const auto undone = undo(by_package);
  ASSERT_TRUE(undone) << undone.error().message;
  const auto unpinned = ledger.unpin({undone->run, "ada", seconds_of(clock.now())});
  ASSERT_TRUE(unpinned) << unpinned.error().message;
  EXPECT_THAT(unpinned->removed, SizeIs(3));
}

}  // namespace
}  // namespace retention::engine
