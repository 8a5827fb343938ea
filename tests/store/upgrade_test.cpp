#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <map>

#include "store/lock.h"
#include "store/migrate.h"
#include "tests/store/ledger_fixture.h"
#include "tests/store/older_journal.h"
#include "tests/store/run_text.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

// A ledger as the first version of the schema had it, with deletions, an undo and its pin, and a dry run.
class Upgrading : public LedgerTest {
 protected:
  Upgrading() {
    use(folder.file("made.db"));
    delete_all(images(6), {1, 2, 3});
    const RunId undo = begin(Binding::binding, RunKind::undo);
    EXPECT_TRUE(ledger().pin({DeletionId{2}, "undo", "it came back", std::nullopt, "tester", kNow}));
    EXPECT_TRUE(move(DeletionId{2}, DeletionState::restoring, kNow, undo));
    EXPECT_TRUE(move(DeletionId{2}, DeletionState::restored, kNow, undo));
    finish(undo);
    const RunId look = begin(Binding::dry_run, RunKind::plan);
    EXPECT_TRUE(ledger().warn(look, {"listing-failed", "page 2", "acme"}, kNow));
    record(look, images(8), {{4}});
    finish(look);
    {
      SQLite::Database database(folder.file("made.db"), SQLite::OPEN_READWRITE);
      make_journal_older(database);
    }
    const auto runs = history().runs(10, std::nullopt).value();
    for (const RunSummary& run : runs) reports[run.id.value] = text_of_run(history(), run.id);
    make_old(folder.file("made.db"));
  }

  void make_old(const std::string& source) {
    SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec(migrations().front().sql);
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId) + "; PRAGMA user_version = 1");
    database.exec("ATTACH '" + source + "' AS made");
    std::vector<std::string> copies;
    SQLite::Statement tables(database,
                             "SELECT m.name, group_concat(c.name) FROM main.sqlite_schema m, pragma_table_info(m.name, "
                             "'main') c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' GROUP BY m.name");
    while (tables.executeStep()) {
      const std::string name = tables.getColumn(0).getString();
      const std::string columns = tables.getColumn(1).getString();
      copies.push_back("INSERT INTO main." + name + " (" + columns + ") SELECT " + columns + " FROM made." + name);
    }
    for (const std::string& copy : copies) database.exec(copy);
    database.exec("DELETE FROM main.meta WHERE key IN ('mark_key', 'journal_head')");
    // The first schema had a row for what was seen first, too.
    database.exec(
        "INSERT INTO main.version_change (version_id, plan_id, created_at, updated_at, tags, present) "
        "SELECT v.id, (SELECT min(d.plan_id) FROM main.decision_change d WHERE d.version_id = v.id), v.created_at, "
        "v.updated_at, v.tags, 1 FROM main.version v "
        "WHERE NOT EXISTS (SELECT 1 FROM main.version_change c WHERE c.version_id = v.id)");
  }

  test::TempDirectory folder;
  std::string path{folder.file("ledger.db")};
  std::map<std::int64_t, std::string> reports;
};

TEST_F(Upgrading, FromTheFirstSchemaLeavesEveryReportTheSameBytes) {
  use(path);
  EXPECT_EQ(reports.size(), 3U);
  for (const auto& [run, text] : reports) EXPECT_EQ(text_of_run(history(), RunId{run}), text);
  EXPECT_EQ(history().pins(kNow)->size(), 1U);
  expect_sound();
  SQLite::Database copy(path + ".v1");
  EXPECT_EQ(copy.execAndGet("PRAGMA user_version").getInt(), 1);
  EXPECT_EQ(copy.execAndGet("SELECT count(*) FROM journal").getInt64(), ledger().head()->seq);
}

TEST_F(Upgrading, IsNotDoneUnderAnotherProcessThatHoldsTheLock) {
  std::array<int, 2> locked{};
  std::array<int, 2> done{};
  ASSERT_EQ(::pipe(locked.data()), 0);
  ASSERT_EQ(::pipe(done.data()), 0);
  const pid_t older = ::fork();
  if (older == 0) {
    const auto lock = LedgerLock::acquire(path, "run");
    char byte = lock ? 'y' : 'n';
    [[maybe_unused]] ssize_t size = ::write(locked[1], &byte, 1);
    size = ::read(done[0], &byte, 1);
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(locked[0], &byte, 1), 1);
  ASSERT_EQ(byte, 'y');
  const auto refused = Ledger::open(path);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::ledger);
  EXPECT_THAT(refused.error().message,
              testing::HasSubstr("in use by process " + std::to_string(older) + " (run), an older retentiond"));
  EXPECT_EQ(SQLite::Database(path).execAndGet("PRAGMA user_version").getInt(), 1);
  ASSERT_EQ(::write(done[1], &byte, 1), 1);
  ASSERT_EQ(::waitpid(older, nullptr, 0), older);
  const auto ours = LedgerLock::acquire(path, "apply");
  ASSERT_TRUE(ours);
  EXPECT_TRUE(Ledger::open(path));
}

TEST_F(Upgrading, InSeveralProcessesAtOnceIsDoneOnce) {
  std::array<pid_t, 4> children{};
  for (pid_t& child : children) {
    child = ::fork();
    if (child == 0) ::_exit(Ledger::open(path) ? 0 : 1);
  }
  for (const pid_t child : children) {
    int status = 1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  EXPECT_TRUE(verify(path));
  EXPECT_EQ(SQLite::Database(path + ".v1").execAndGet("PRAGMA user_version").getInt(), 1);
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    if (entry.path().string().find(".tmp") != std::string::npos) files.push_back(entry.path());
  }
  EXPECT_TRUE(files.empty());
}

// Litestream keeps two tables of its own in the file, and a reader that holds the write-ahead log.
TEST_F(Upgrading, AndAllElseWorksBesideLitestream) {
  SQLite::Database litestream(path, SQLite::OPEN_READWRITE);
  litestream.exec("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)");
  litestream.exec("CREATE TABLE _litestream_lock (id INTEGER)");
  litestream.exec("INSERT INTO _litestream_seq VALUES (1, 1)");
  litestream.exec("BEGIN");
  litestream.execAndGet("SELECT count(*) FROM _litestream_seq");
  use(path);
  const RunId run = delete_all(images(9), {5});
  EXPECT_TRUE(ledger().purge(run, {}, {}, {}));
  EXPECT_EQ(history().last_run().value()->id, run);
  expect_sound();
  litestream.exec("COMMIT");
  expect_sound();
}

}  // namespace
}  // namespace retention::store
