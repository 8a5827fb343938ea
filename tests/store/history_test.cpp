#include "store/history.h"

#include <gmock/gmock.h>

#include "tests/store/ledger_fixture.h"
#include "tests/store/run_text.h"

namespace retention::store {
namespace {

using testing::HasSubstr;

class HistoryTest : public LedgerTest {
 protected:
  VersionMatch the(std::int64_t id) {
    return history().find_version({ref, VersionRef::By::at, std::to_string(id)}).value();
  }

  PackageRef ref = ref_of(images(1).package);
};

TEST_F(HistoryTest, ListsRunsNewestFirst) {
  for (int i = 0; i < 3; ++i) finish(begin());
  auto reader = history();
  const auto two = reader.runs(2, std::nullopt).value();
  ASSERT_EQ(two.size(), 2U);
  EXPECT_GT(two[0].id, two[1].id);
  const auto rest = reader.runs(9, two[1].id).value();
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(reader.last_run().value()->id, two[0].id);
  EXPECT_EQ(reader.run(RunId{99}).value(), std::nullopt);
}

TEST_F(HistoryTest, TellsARunAsItWasEnded) {
  const RunId run = begin();
  ASSERT_TRUE(ledger().warn(run, {"unused-pattern", "matches nothing", "policy images"}, kNow));
  EXPECT_EQ(history().run(run).value()->finished_at, std::nullopt);
  record(run, images(4), {{1}});
  finish(run);
  const RunSummary summary = history().run(run).value().value();
  EXPECT_EQ(summary.kind, RunKind::apply);
  EXPECT_EQ(summary.binding, Binding::binding);
  EXPECT_EQ(summary.actor, "tester");
  EXPECT_EQ(summary.trigger, "command");
  EXPECT_EQ(summary.program, "1.0");
  EXPECT_EQ(summary.now, kNow);
  EXPECT_EQ(summary.finished_at, kNow + seconds(60));
  EXPECT_EQ(summary.exit_status, 0);
  EXPECT_EQ(summary.api_requests, 12);
  EXPECT_EQ(summary.rules_hash, sha256("rules"));
  EXPECT_EQ(summary.seal, ledger().head()->hash);
  EXPECT_EQ(summary.warnings, (std::vector<RunWarning>{{"unused-pattern", "matches nothing", "policy images"}}));
  EXPECT_EQ(summary.counts.versions, 4);
  EXPECT_EQ(summary.counts.keep, 3);
  EXPECT_EQ(summary.counts.remove, 1);
  EXPECT_EQ(summary.counts.waiting, 1);
}

TEST_F(HistoryTest, RefusesToEndARunTwice) {
  const RunId run = begin();
  finish(run);
  EXPECT_EQ(ledger().finish_run(run, {kNow}).error().code, ErrorCode::internal);
  EXPECT_EQ(ledger().warn(run, {"a", "b", "c"}, kNow).error().code, ErrorCode::internal);
}

TEST_F(HistoryTest, TellsAFinishedRunTheSameForEver) {
  const RunId run = delete_all(images(5), {1, 2});
  const std::string before = text_of_run(history(), run);
  EXPECT_THAT(before, HasSubstr("-> deleted"));
  Inventory later = images(7);
  later.versions.erase(later.versions.end() - 2, later.versions.end());
  later.versions[3].tags = std::vector<std::string>{"moved"};
  record(begin(), later, {{3}});
  const DeletionId id = ledger().restorable(ByRun{run}, kNow)->work.front().id;
  ASSERT_TRUE(move(id, DeletionState::restoring, kNow + days(1)));
  ASSERT_TRUE(move(id, DeletionState::restored, kNow + days(1)));
  ASSERT_TRUE(ledger().restorable(ByRun{run}, kNow + days(40)));
  EXPECT_EQ(text_of_run(history(), run), before);
}

TEST_F(HistoryTest, TellsEachOfTwoInterleavedRunsItsOwn) {
  const RunId first = begin();
  const RunId second = begin(Binding::dry_run, RunKind::plan);
  record(second, images(3), {{1}});
  const std::string before = text_of_run(history(), second);
  record(first, images(3), {{2}});
  EXPECT_EQ(text_of_run(history(), second), before);
  EXPECT_THAT(text_of_run(history(), first), HasSubstr("[v2,] 2025-11-24T02:30:00Z 2025-11-24T02:30:00Z delete"));
}

TEST_F(HistoryTest, TellsWhatAnUndoDid) {
  const RunId run = delete_all(images(5), {1, 2});
  const RunId undo = begin(Binding::binding, RunKind::undo);
  const auto work = ledger().restorable(ByRun{run}, kNow)->work;
  for (const DeletionWork& item : work) ASSERT_TRUE(move(item.id, DeletionState::restoring, kNow, undo));
  ASSERT_TRUE(move(work[0].id, DeletionState::restored, kNow, undo));
  ASSERT_TRUE(move(work[1].id, DeletionState::restore_failed, kNow, undo));
  finish(undo);
  const std::string text = text_of_run(history(), undo);
  EXPECT_THAT(text, HasSubstr("touched acme/container/app 2 -> restored"));
  EXPECT_THAT(text, HasSubstr("touched acme/container/app 1 -> restore_failed"));
  const RunCounts counts = history().run(undo).value()->counts;
  EXPECT_EQ(counts.restored, 1);
  EXPECT_EQ(counts.failed, 1);
  EXPECT_EQ(counts.packages, 1);
  ASSERT_TRUE(move(work[1].id, DeletionState::restoring));
  EXPECT_EQ(text_of_run(history(), undo), text);
}

TEST_F(HistoryTest, CountsWhatWasSentWithoutAnAnswerApartFromWhatWaits) {
  const RunId run = begin();
  record(run, images(5), {{1, 2}});
  ASSERT_TRUE(move(ledger().next_queued(run, kNow).value()->id, DeletionState::deleting, kNow, run));
  const auto expect_counts = [&] {
    const RunCounts counts = history().run(run).value()->counts;
    EXPECT_EQ(counts.deleting, 1);
    EXPECT_EQ(counts.waiting, 1);
    EXPECT_EQ(counts.deleted, 0);
  };
  expect_counts();
  finish(run);
  expect_counts();
}

TEST_F(HistoryTest, CountsARestoreWithoutAnAnswerAsStillDeleted) {
  const RunId run = delete_all(images(5), {1, 2});
  const RunId undo = begin(Binding::binding, RunKind::undo);
  ASSERT_TRUE(move(ledger().restorable(ByRun{run}, kNow)->work[0].id, DeletionState::restoring, kNow, undo));
  finish(undo);
  const RunCounts counts = history().run(undo).value()->counts;
  EXPECT_EQ(counts.restoring, 1);
  EXPECT_EQ(counts.deleted, 1);
}

TEST_F(HistoryTest, DoesNotKnowARunThatNeverWas) {
  RunText nothing;
  EXPECT_EQ(history().read_run(RunId{5}, nothing).error().code, ErrorCode::usage);
}

TEST_F(HistoryTest, FindsAVersionByEverythingThatNamesIt) {
  delete_all(images(5), {1});
  const std::string name = images(1).versions[0].name;
  auto reader = history();
  for (const std::string& at : {name, name.substr(0, 15), name.substr(7, 6), std::string("1")}) {
    const auto found = reader.find_version({ref, VersionRef::By::at, at});
    ASSERT_TRUE(found) << at << ": " << found.error().message;
    EXPECT_EQ(found->version, VersionId{1}) << at;
    EXPECT_EQ(found->deletion->deletion.state, DeletionState::deleted);
  }
  EXPECT_EQ(reader.find_version({ref, VersionRef::By::tag, "v3"})->version, VersionId{3});
  EXPECT_EQ(reader.find_version({ref, VersionRef::By::tag, "v"}).error().code, ErrorCode::usage);
  EXPECT_EQ(reader.find_version({ref, VersionRef::By::at, "zzzz"}).error().code, ErrorCode::usage);
  EXPECT_TRUE(reader.knows(ref).value());
  EXPECT_FALSE(reader.knows({"acme", PackageType::npm, "app"}).value());
}

TEST_F(HistoryTest, PrefersTheActiveHolderOfATag) {
  Inventory first = images(2);
  first.versions[0].tags = std::vector<std::string>{"latest"};
  record(begin(), first, {});
  Inventory second = images(1);
  second.versions[0].tags = std::vector<std::string>{"latest"};
  record(begin(), second, {});
  auto reader = history();
  EXPECT_EQ(reader.find_versions({ref, VersionRef::By::tag, "latest"})->size(), 2U);
  const VersionMatch found = reader.find_version({ref, VersionRef::By::tag, "latest"}).value();
  EXPECT_EQ(found.version, VersionId{1});
  EXPECT_TRUE(found.active);
  EXPECT_FALSE(the(2).active);
}

TEST_F(HistoryTest, ListsTheMatchesOfAnAmbiguousPrefix) {
  Inventory twins = images(2);
  twins.versions[0].name = "sha256:abcd" + std::string(60, '0');
  twins.versions[1].name = "sha256:abcd" + std::string(60, '1');
  record(begin(), twins, {});
  const auto found = history().find_version({ref, VersionRef::By::at, "sha256:abcd"});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::usage);
  EXPECT_THAT(found.error().message, HasSubstr(twins.versions[0].name));
  EXPECT_THAT(found.error().message, HasSubstr(twins.versions[1].name));
  EXPECT_FALSE(history().find_version({ref, VersionRef::By::at, "abc"}));
}

TEST_F(HistoryTest, TellsTheDecisionsOnAVersion) {
  const RunId first = begin();
  record(first, images(3), {});
  record(begin(), images(3), {});
  const RunId third = begin();
  record(third, images(3), {{1}});
  auto reader = history();
  const auto intervals = reader.decisions_on(the(1).row).value();
  ASSERT_EQ(intervals.size(), 2U);
  EXPECT_EQ(intervals[0].run, first);
  EXPECT_EQ(intervals[0].verdict, Verdict::keep);
  EXPECT_EQ(intervals[1].run, third);
  EXPECT_EQ(intervals[1].reasons[0].rule, "old");
  EXPECT_EQ(intervals[1].reasons[0].summary, "older than 30d");
  EXPECT_EQ(reader.decision_in(the(1).row, first).value()->verdict, Verdict::keep);
  EXPECT_EQ(reader.decision_in(the(1).row, std::nullopt).value()->verdict, Verdict::remove);
  EXPECT_EQ(reader.decision_in(the(1).row, RunId{99}).value(), std::nullopt);
  EXPECT_EQ(reader.deletions_on(the(1).row)->size(), 1U);
}

TEST_F(HistoryTest, TellsTheStateOfThings) {
  const RunId done = delete_all(images(5), {1, 2});
  const RunId run = begin();
  record(run, images(5), {{3}, Mode::enforce, LimitBreach::versions}, "over");
  auto reader = history();
  const LedgerStatus status = reader.status(kNow).value();
  EXPECT_EQ(status.last_run->id, run);
  EXPECT_EQ(status.restorable, 2);
  EXPECT_EQ(status.packages, 1);
  EXPECT_EQ(status.versions, 5);
  ASSERT_EQ(status.asking.size(), 1U);
  EXPECT_EQ(status.asking[0].reason, "over");
  EXPECT_EQ(status.asking[0].key.size(), 12U);
  EXPECT_EQ(status.deletions[0], 1);
  EXPECT_EQ(status.deletions[5], 2);
  const auto windows = reader.undo_windows(kNow).value();
  ASSERT_EQ(windows.size(), 1U);
  EXPECT_EQ(windows[0].run, done);
  EXPECT_EQ(windows[0].versions, 2);
  EXPECT_EQ(windows[0].first_until, kNow + days(30));
  EXPECT_TRUE(reader.undo_windows(kNow + days(30))->empty());
  EXPECT_EQ(reader.status(kNow + days(30))->restorable, 0);
}

}  // namespace
}  // namespace retention::store
