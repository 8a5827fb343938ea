#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <array>
#include <map>

#include "tests/store/ledger_fixture.h"
#include "tests/store/run_text.h"

namespace retention::store {
namespace {

using testing::HasSubstr;

const Duration kKeep{.exact = days{35}};

// A package that gains a version and loses the oldest one by a deletion of ours each day.
class Purging : public LedgerTest {
 protected:
  [[nodiscard]] static SysTime day(std::int64_t number) { return kNow + days(number); }

  // Versions `first` to `last`, one made a day; the newest one holds the tag that moves.
  [[nodiscard]] static Inventory seen_on(std::int64_t first, std::int64_t last) {
    Inventory inventory = test::inventory(PackageType::container).build();
    for (std::int64_t id = last; id >= first; --id) {
      std::vector<std::string> tags{"v" + std::to_string(id)};
      if (id == last) tags.emplace_back("latest");
      inventory.versions.push_back({VersionId{id}, "sha256:" + to_hex(sha256(std::to_string(id))), kNow + days(id - 50),
                                    kNow + days(id - 50), tags});
    }
    return inventory;
  }

  RunId begin_on(std::int64_t number, Binding binding = Binding::binding) {
    return ledger().begin_run({RunKind::apply, binding, "command", "tester", "1.0", day(number), rules}).value();
  }

  RunId run_on(std::int64_t number) { return run_on(number, seen_on(number, number + 20)); }

  RunId run_on(std::int64_t number, const Inventory& inventory) {
    const RunId run = begin_on(number);
    Wish wish;
    if (!inventory.versions.empty()) wish.ids = {inventory.versions.back().id.value};
    record(run, inventory, wish);
    while (auto work = ledger().next_queued(run, day(number)).value()) {
      EXPECT_TRUE(move(work->id, DeletionState::deleting, day(number), run));
      EXPECT_TRUE(move(work->id, DeletionState::deleted, day(number), run));
    }
    EXPECT_TRUE(ledger().finish_run(run, {day(number) + seconds(60), 0, 1, 0}));
    return run;
  }

  Purged purge(RunId run) {
    const auto purged = ledger().purge(run, kKeep, {}, {});
    EXPECT_TRUE(purged) << purged.error().message;
    return purged.value_or(Purged{});
  }

  void days_pass(std::int64_t first, std::int64_t last) {
    for (std::int64_t number = first; number <= last; ++number) purge(run_on(number));
  }

  // A run on day 0 that deletes a whole package, which ends so.
  void delete_package(DeletionState end) {
    Inventory whole = seen_on(0, 2);
    whole.package.id = PackageId{9};
    whole.package.name = "whole";
    const RunId run =
        ledger()
            .begin_run({RunKind::delete_package, Binding::binding, "command", "tester", "1.0", day(0), rules})
            .value();
    StateMove move;
    move.to = DeletionState::deleting;
    move.at = day(0);
    const auto id = ledger().begin_package_deletion(record(run, whole, {{0, 1, 2}}).id, move);
    ASSERT_TRUE(id) << id.error().message;
    move.to = end;
    ASSERT_TRUE(ledger().move_package(*id, move));
    ASSERT_TRUE(ledger().finish_run(run, {day(0), 0, 1, 0}));
  }

  std::int64_t count(const std::string& sql) {
    SQLite::Database database(ledger().location(), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
    return database.execAndGet("SELECT count(*) FROM " + sql).getInt64();
  }
  std::int64_t pages() {
    SQLite::Database database(ledger().location(), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
    return database.execAndGet("PRAGMA page_count").getInt64();
  }
};

TEST_F(Purging, LeavesEveryReportWithinKeepTheSameBytes) {
  std::map<std::int64_t, std::string> reports;
  for (std::int64_t number = 0; number < 80; ++number) {
    const RunId run = run_on(number);
    reports[run.value] = text_of_run(history(), run);
    purge(run);
    const std::vector<RunSummary> left = history().runs(1000, std::nullopt).value();
    for (const RunSummary& kept : left) {
      ASSERT_EQ(text_of_run(history(), kept.id), reports[kept.id.value]) << "on day " << number;
    }
    expect_sound();
    if (HasFailure()) return;
  }
  EXPECT_EQ(history().runs(1000, std::nullopt)->size(), 36U);
}

TEST_F(Purging, LetsTheFileGrowNoMoreOnceKeepIsReached) {
  days_pass(0, 300);
  const std::int64_t size = pages();
  const std::array<std::string, 9> tables{"run",    "run_package", "plan",    "version",        "version_change",
                                          "anchor", "deletion",    "journal", "decision_change"};
  std::map<std::string, std::int64_t> rows;
  for (const std::string& table : tables) rows[table] = count(table);
  days_pass(301, 600);
  EXPECT_LE(pages(), size);
  for (const std::string& table : tables) EXPECT_LE(count(table), rows[table]) << table;
  expect_sound();
}

TEST_F(Purging, SaysOfARunThatItWasPurged) {
  days_pass(0, 40);
  const auto read = history().run(RunId{2});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::usage);
  EXPECT_THAT(read.error().message, HasSubstr("run 2 is not in the ledger any more: what ended before 2026-03-07"));
  EXPECT_THAT(read.error().message, HasSubstr("ledger.keep"));
  EXPECT_THAT(text_of_run(history(), RunId{2}), HasSubstr("not in the ledger any more"));
  EXPECT_EQ(history().runs(1000, std::nullopt)->back().id, RunId{6});
}

TEST_F(Purging, KeepsWhatCanBeUndoneAndTellsOfIt) {
  days_pass(0, 40);
  EXPECT_EQ(ledger().restorable(ByPackage{{"acme", PackageType::container, "app"}}, day(40))->work.size(), 30U);
  EXPECT_EQ(count("deletion WHERE state = 6"), 36);
}

TEST_F(Purging, KeepsAnOpenDeletionAndItsState) {
  const RunId run = begin_on(0);
  record(run, seen_on(0, 3), {{0}});
  ASSERT_TRUE(ledger().finish_run(run, {day(0), 0, 1, 0}));
  Inventory other = seen_on(5, 6);
  other.package.id = PackageId{8};
  other.package.name = "other";
  for (std::int64_t number = 1; number < 90; ++number) purge(run_on(number, other));
  EXPECT_EQ(count("deletion WHERE id = 1 AND state = 4"), 1);
  EXPECT_EQ(history().deletions_on(VersionRow{1})->at(0).deletion.state, DeletionState::queued);
  EXPECT_EQ(history().deletions_on(VersionRow{1})->at(0).deletion.state_at, day(0));
  expect_sound();
}

TEST_F(Purging, KeepsADeletionWhoseVersionCameBack) {
  const Inventory inventory = seen_on(0, 3);
  run_on(0, inventory);
  ASSERT_TRUE(move(DeletionId{1}, DeletionState::restored, day(1)));
  for (std::int64_t number = 2; number < 60; ++number) {
    const RunId run = begin_on(number);
    record(run, inventory, {});
    ASSERT_TRUE(ledger().finish_run(run, {day(number), 0, 1, 0}));
    purge(run);
  }
  EXPECT_TRUE(ledger().remember(inventory.package, day(60))->memory.returned.contains(VersionId{0}));
  expect_sound();
}

TEST_F(Purging, TakesNothingByAClockThatDiffersFromGitHubs) {
  days_pass(0, 20);
  const std::int64_t rows = count("journal");
  const RunId run = begin_on(4000);
  Inventory inventory = seen_on(20, 40);
  inventory.completeness = {Incompleteness::clock_differs, "GitHub's clock says otherwise"};
  record(run, inventory, {});
  ASSERT_TRUE(ledger().finish_run(run, {day(4000), 0, 1, 0}));
  EXPECT_EQ(purge(run).rows, 0);
  EXPECT_EQ(count("journal"), rows + 1);
}

TEST_F(Purging, TakesNothingAfterADryRun) {
  days_pass(0, 20);
  const RunId run = begin_on(100, Binding::dry_run);
  record(run, seen_on(20, 40), {});
  ASSERT_TRUE(ledger().finish_run(run, {day(100), 0, 1, 0}));
  EXPECT_EQ(purge(run).rows, 0);
  EXPECT_EQ(count("anchor"), 0);
}

TEST_F(Purging, GoesOnWhereItWasStopped) {
  for (std::int64_t number = 0; number < 60; ++number) run_on(number);
  const RunId run = run_on(60);
  std::stop_source stopped;
  stopped.request_stop();
  ASSERT_TRUE(ledger().purge(run, kKeep, {}, stopped.get_token()));
  EXPECT_EQ(count("anchor"), 1);
  expect_sound();
  EXPECT_GT(purge(run).journal_rows, 0);
  EXPECT_EQ(purge(run).rows, 0);
  expect_sound();
}

TEST_F(Purging, IsInTheJournal) {
  days_pass(0, 40);
  EXPECT_EQ(count("journal WHERE kind = 9 AND body LIKE '{\"first_run\":%\"anchor\":%'"),
            count("journal WHERE kind = 9"));
  EXPECT_GT(count("journal WHERE kind = 9"), 0);
}

TEST_F(Purging, FindsNothingToSayWhenNothingIsOld) {
  days_pass(0, 5);
  EXPECT_EQ(count("journal WHERE kind = 9"), 0);
  expect_sound();
}

TEST_F(Purging, TakesPinsRefusalsAndWarningsThatAreOver) {
  run_on(0);
  ASSERT_TRUE(ledger().pin({DeletionId{1}, "undo", "it came back", day(5), "tester", day(0)}));
  ASSERT_TRUE(ledger().pin({DeletionId{1}, "undo", "for ever", std::nullopt, "tester", day(0)}));
  const RunId run = begin_on(1);
  ASSERT_TRUE(ledger().warn(run, {"listing-failed", "page 2", "acme"}, day(1)));
  record(run, seen_on(1, 21), {{1}});
  StateMove refused;
  refused.to = DeletionState::deleting;
  refused.at = day(1);
  ASSERT_TRUE(ledger().move(DeletionId{2}, refused));
  refused.to = DeletionState::refused;
  refused.refusal = RememberedRefusal{Refusal::downloads, day(2)};
  ASSERT_TRUE(ledger().move(DeletionId{2}, refused));
  ASSERT_TRUE(ledger().finish_run(run, {day(1), 0, 1, 0}));
  days_pass(2, 60);
  EXPECT_EQ(count("pin"), 1);
  EXPECT_EQ(count("refusal"), 0);
  EXPECT_EQ(count("run_warning"), 0);
}

TEST_F(Purging, TakesAPackageThatIsGone) {
  run_on(0);
  Inventory successor = seen_on(3, 6);
  successor.package.id = PackageId{8};
  for (std::int64_t number = 1; number < 80; ++number) purge(run_on(number, successor));
  EXPECT_EQ(count("package"), 1);
  EXPECT_EQ(count("version WHERE package_id = 1"), 0);
  expect_sound();
}

TEST_F(Purging, TakesAPackageThatWasDeletedAsAWhole) {
  delete_package(DeletionState::deleted);
  days_pass(1, 60);
  EXPECT_EQ(count("package_deletion"), 1) << "it could still be undone as far as anybody has said";
  for (std::int64_t number = 61; number < 130; ++number) {
    const RunId cycle = run_on(number);
    ASSERT_TRUE(ledger().expire(cycle));
    purge(cycle);
    expect_sound();
  }
  EXPECT_EQ(count("package_deletion"), 0);
  EXPECT_EQ(count("package"), 1);
  EXPECT_EQ(count("run WHERE kind = 6"), 0);
}

TEST_F(Purging, GivesUpAndTakesTheDeletionOfAPackageThatFailed) {
  delete_package(DeletionState::failed);
  days_pass(1, 35);
  EXPECT_EQ(count("package_deletion WHERE state = 9"), 1);
  days_pass(36, 40);
  EXPECT_EQ(count("package_deletion WHERE state = 11"), 1);
  EXPECT_EQ(count("deletion WHERE package_deletion_id IS NOT NULL AND state = 11"), 3);
  expect_sound();
  days_pass(41, 80);
  EXPECT_EQ(count("package_deletion"), 0);
  EXPECT_EQ(count("deletion WHERE package_deletion_id IS NOT NULL"), 0);
  expect_sound();
}

// A purge takes rows only after it has asked every table that can refer to them.
TEST_F(Purging, KnowsEveryReferenceOfTheSchema) {
  SQLite::Database database(ledger().location(), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
  SQLite::Statement query(
      database,
      "SELECT m.name || '.' || f.\"from\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f "
      "WHERE m.type = 'table' AND f.\"table\" IN ('run', 'plan', 'package', 'version', 'deletion', 'package_deletion') "
      "ORDER BY 1");
  std::vector<std::string> references;
  while (query.executeStep()) references.push_back(query.getColumn(0).getString());
  EXPECT_THAT(references,
              testing::UnorderedElementsAre(
                  "approval.plan_id", "approval.version_id", "command.run_id", "decision_change.plan_id",
                  "decision_change.version_id", "deletion.approval_plan_id", "deletion.package_deletion_id",
                  "deletion.package_id", "deletion.plan_id", "deletion.version_id", "deletion_after.after_id",
                  "deletion_after.deletion_id", "package.chain_since", "package.complete_run", "package.first_run",
                  "package.gone_run", "package_deletion.package_id", "package_deletion.run_id", "pin.package_id",
                  "plan.package_id", "plan.run_id", "plan.supersedes", "rank_list.package_id", "refusal.version_id",
                  "run_package.package_id", "run_package.plan_id", "run_package.run_id", "run_warning.run_id",
                  "version.package_id", "version_change.plan_id", "version_change.version_id",
                  "version_list.package_id", "walk_page.package_id"));
}

}  // namespace
}  // namespace retention::store
