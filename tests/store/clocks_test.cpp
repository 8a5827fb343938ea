// A clock that jumps in the middle of a run makes nothing older than it is: what is over by the run's begin or its end
// alone is not over.
#include <gmock/gmock.h>

#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

constexpr Duration kHundredDays{.exact = days{100}};

class JumpingClocks : public LedgerTest {
 protected:
  // A binding run that reads the package as a whole, by a clock that says this when it begins and when it ends.
  RunId look(days begun, days ended) {
    const RunId run =
        ledger().begin_run({RunKind::apply, Binding::binding, "command", "tester", "1.0", kNow + begun, rules}).value();
    Inventory inventory = images(3);
    std::erase_if(inventory.versions, [](const PackageVersion& version) { return version.id == VersionId{1}; });
    record(run, inventory, {});
    EXPECT_TRUE(ledger().finish_run(run, {kNow + ended, 0, 1, 0}));
    return run;
  }

  std::int64_t expired_by(RunId run) { return ledger().expire(run).value(); }

  // Whether a purge after `by` takes the run.
  bool takes(RunId run, RunId by) {
    EXPECT_TRUE(ledger().purge(by, kHundredDays, {}, {}));
    return !history().run(run);
  }
};

TEST_F(JumpingClocks, ExpireWhatIsOverByTheBeginAndTheEndOfARunAlone) {
  delete_all(images(3), {1});
  EXPECT_EQ(expired_by(look(days{1}, days{40})), 0) << "it jumped ahead";
  EXPECT_EQ(expired_by(look(days{40}, days{1})), 0) << "it was ahead, and fell back";
  EXPECT_EQ(expired_by(look(days{40}, days{40})), 1);
}

TEST_F(JumpingClocks, PurgeWhatIsOldByTheBeginAndTheEndOfARunAlone) {
  const RunId old = delete_all(images(3), {1});
  EXPECT_FALSE(takes(old, look(days{60}, days{1000}))) << "it jumped ahead";
  EXPECT_FALSE(takes(old, look(days{1000}, days{60}))) << "it was ahead, and fell back";
  EXPECT_FALSE(takes(old, look(days{100}, days{100})));
  EXPECT_TRUE(takes(old, look(days{101}, days{102})));
}

TEST_F(JumpingClocks, GiveADeletionItsThirtyDaysFromTheBeginOfItsRunAtLeast) {
  const RunId run = begin();
  record(run, images(3), {{1, 2}});
  const DeletionId fell_back = ledger().next_queued(run, kNow).value()->id;
  ASSERT_TRUE(move(fell_back, DeletionState::deleting, kNow, run));
  ASSERT_TRUE(move(fell_back, DeletionState::deleted, kNow - days{40}, run));
  const DeletionId went_on = ledger().next_queued(run, kNow).value()->id;
  ASSERT_TRUE(move(went_on, DeletionState::deleting, kNow, run));
  ASSERT_TRUE(move(went_on, DeletionState::deleted, kNow + seconds{30}, run));
  finish(run);
  const auto rows = deletions_of(run);
  EXPECT_EQ(rows.at(0).deletion.deleted_at, kNow);
  EXPECT_EQ(rows.at(0).deletion.undo_until, kNow + days{30});
  EXPECT_EQ(rows.at(1).deletion.deleted_at, kNow + seconds{30});
}

// GitHub counts by its own clock, whatever ours says.
TEST_F(JumpingClocks, LeaveTheTimeAsItIsThatGitHubGives) {
  const RunId run = begin();
  record(run, images(3), {{1}});
  const DeletionId id = ledger().next_queued(run, kNow).value()->id;
  ASSERT_TRUE(move(id, DeletionState::deleting, kNow, run));
  StateMove deleted;
  deleted.to = DeletionState::deleted;
  deleted.at = kNow;
  deleted.run = run;
  deleted.deleted_at = kNow - seconds{90};
  ASSERT_TRUE(ledger().move(id, deleted));
  finish(run);
  EXPECT_EQ(deletions_of(run).at(0).deletion.deleted_at, kNow - seconds{90});
}

}  // namespace
}  // namespace retention::store
