#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

class Remembering : public LedgerTest {
 protected:
  Memory memory(SysTime now = kNow) { return ledger().remember(images(1).package, now)->memory; }

  PinRequest pin_of(DeletionId deletion, std::optional<SysTime> until) {
    return {deletion, "undo", "restored by undo", until, "tester", kNow};
  }
};

TEST_F(Remembering, KnowsNothingOfANewPackage) {
  const auto remembered = ledger().remember(images(1).package, kNow);
  ASSERT_TRUE(remembered);
  EXPECT_TRUE(remembered->memory.pins.empty());
  EXPECT_TRUE(remembered->memory.returned.empty());
  EXPECT_FALSE(remembered->hold);
}

TEST_F(Remembering, KeepsPinsByIdAndByNameUntilTheyAreOver) {
  const RunId run = delete_all(images(3), {1});
  const DeletionDetail deleted = deletions_of(run).front();
  ASSERT_TRUE(ledger().pin(pin_of(deleted.deletion.id, kNow + days(30))));
  EXPECT_EQ(memory().pins.at(VersionId{1}).until, kNow + days(30));
  EXPECT_EQ(memory().pinned_names.at(deleted.name).until, kNow + days(30));
  EXPECT_EQ(history().pins(kNow)->size(), 1U);
  EXPECT_TRUE(memory(kNow + days(30)).pins.empty());
  EXPECT_TRUE(history().pins(kNow + days(30))->empty());
  expect_sound();
}

TEST_F(Remembering, LetsTheLongerOfTwoPinsCount) {
  const RunId run = delete_all(images(3), {1});
  const DeletionId id = deletions_of(run).front().deletion.id;
  ASSERT_TRUE(ledger().pin(pin_of(id, std::nullopt)));
  ASSERT_TRUE(ledger().pin(pin_of(id, kNow + days(1))));
  EXPECT_EQ(memory(kNow).pins.at(VersionId{1}).until, std::nullopt);
  EXPECT_FALSE(ledger().pin(pin_of(DeletionId{99}, std::nullopt)));
}

TEST_F(Remembering, KeepsARefusalUntilItMayBeTriedAgain) {
  const RunId run = begin();
  record(run, images(3), {{1}});
  const auto work = ledger().next_queued(run, kNow).value();
  ASSERT_TRUE(move(work->id, DeletionState::deleting));
  StateMove refused;
  refused.to = DeletionState::refused;
  refused.at = kNow;
  refused.refusal = RememberedRefusal{Refusal::downloads, kNow + days(30)};
  ASSERT_TRUE(ledger().move(work->id, refused));
  EXPECT_EQ(memory().refusals.at(VersionId{1}).refusal, Refusal::downloads);
  EXPECT_EQ(memory().refusals.at(VersionId{1}).retry_at, kNow + days(30));
  EXPECT_TRUE(memory(kNow + days(30)).refusals.empty());
}

TEST_F(Remembering, KnowsWhatItDeletedShouldItReturn) {
  delete_all(images(3), {1});
  EXPECT_TRUE(memory().returned.contains(VersionId{1}));
  EXPECT_FALSE(memory().returned.contains(VersionId{2}));
  const RunId run = begin();
  record(run, images(3), {{2}});
  EXPECT_FALSE(memory().returned.contains(VersionId{2}));
  const auto work = ledger().next_queued(run, kNow).value();
  ASSERT_TRUE(move(work->id, DeletionState::deleting));
  ASSERT_TRUE(move(work->id, DeletionState::gone));
  EXPECT_TRUE(memory().returned.contains(VersionId{2}));
}

TEST_F(Remembering, DoesNotMixPackages) {
  delete_all(images(3), {1});
  Package other = images(1).package;
  other.id = PackageId{8};
  EXPECT_TRUE(ledger().remember(other, kNow)->memory.returned.empty());
}

}  // namespace
}  // namespace retention::store
