#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "store/free_space.h"
#include "store/schema.h"
#include "tests/store/ledger_fixture.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using test::TempDirectory;
using testing::HasSubstr;

unsigned mode_of(const std::string& path) {
  struct stat found {};
  EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
  return found.st_mode & 0777U;
}

void expect_refused(const std::string& path, const std::string& why) {
  const auto opened = Ledger::open(path);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::ledger);
  EXPECT_THAT(opened.error().message, HasSubstr(why));
}

void run_sql(const std::string& path, const std::string& sql) {
  SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec(sql);
}

TEST(OpeningTheLedger, MakesPrivateFilesInPrivateDirectories) {
  const TempDirectory folder;
  const std::string path = folder.file("state/retentiond/ledger.db");
  auto ledger = Ledger::open(path);
  ASSERT_TRUE(ledger) << ledger.error().message;
  ASSERT_TRUE(ledger->record_ruleset(sha256("r"), "", {}, kNow));
  EXPECT_EQ(mode_of(folder.file("state")), 0700U);
  EXPECT_EQ(mode_of(folder.file("state/retentiond")), 0700U);
  EXPECT_EQ(mode_of(path), 0600U);
  EXPECT_EQ(mode_of(path + "-wal"), 0600U);
  EXPECT_EQ(mode_of(path + "-shm"), 0600U);
}

TEST(OpeningTheLedger, TakesOtherUsersRightsFromAnExistingFile) {
  const TempDirectory folder;
  const std::string path = folder.file("ledger.db");
  std::ofstream(path).close();
  ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
  ASSERT_TRUE(Ledger::open(path));
  EXPECT_EQ(mode_of(path), 0600U);
}

TEST(OpeningTheLedger, WritesAheadAndFlushesEachCommit) {
  const TempDirectory folder;
  const std::string path = folder.file("ledger.db");
  ASSERT_TRUE(Ledger::open(path));
  SQLite::Database database(path);
  EXPECT_EQ(database.execAndGet("PRAGMA journal_mode").getString(), "wal");
  EXPECT_EQ(database.execAndGet("PRAGMA application_id").getInt64(), kApplicationId);
  EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt64(), migrations().back().version);
}

TEST(OpeningTheLedger, HasStrictTablesOnly) {
  const TempDirectory folder;
  const std::string path = folder.file("ledger.db");
  ASSERT_TRUE(Ledger::open(path));
  SQLite::Database database(path);
  EXPECT_EQ(database
                .execAndGet("SELECT coalesce(group_concat(name), '') FROM pragma_table_list "
                            "WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite%'")
                .getString(),
            "");
}

TEST(OpeningTheLedger, RefusesADatabaseOfAnotherProgram) {
  const TempDirectory folder;
  const std::string path = folder.file("other.db");
  run_sql(path, "CREATE TABLE theirs (x)");
  expect_refused(path, "database of another program");
  run_sql(path, "DROP TABLE theirs; PRAGMA application_id = 99");
  expect_refused(path, "database of another program");
}

TEST(OpeningTheLedger, RefusesWhatIsNoDatabase) {
  const TempDirectory folder;
  const std::string path = folder.file("notes.txt");
  std::ofstream(path) << std::string(4096, 'x');
  expect_refused(path, "not a ledger");
  expect_refused(folder.file(""), "");
}

TEST(OpeningTheLedger, RefusesANewerLedgerAndLeavesItAlone) {
  const TempDirectory folder;
  const std::string path = folder.file("ledger.db");
  ASSERT_TRUE(Ledger::open(path));
  run_sql(path, "PRAGMA user_version = 99");
  expect_refused(path, "a newer retentiond made it (schema 99");
  const auto history = History::open(path);
  ASSERT_FALSE(history);
  EXPECT_THAT(history.error().message, HasSubstr("newer"));
}

TEST(OpeningTheLedger, SaysWhatToDoWhereNothingCanBeWritten) {
  expect_refused("/proc/retentiond/ledger.db", "make it writable by this user");
  expect_refused("/proc/version", "writable by this user");
}

TEST(OpeningTheLedger, SaysWhatToDoWhereThereIsNoFile) {
  const TempDirectory folder;
  ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  expect_refused(folder.file("pipe"), "it is not a file; name another one with --ledger or ledger.path");
  expect_refused("", "the path of the ledger is empty; name a file with --ledger or ledger.path");
  const std::string round = folder.file("round");
  ASSERT_EQ(::symlink(round.c_str(), round.c_str()), 0);
  expect_refused(round, "name a file on a local disk with --ledger or ledger.path");
}

TEST(OpeningTheLedger, IsNotDoneWhereRoomCannotBeFoundOut) {
  const TempDirectory folder;
  EXPECT_TRUE(check_free_space(":memory:", 1));
  const auto unknown = check_free_space(folder.file("gone/ledger.db"), 1);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::ledger);
  EXPECT_THAT(unknown.error().message, HasSubstr("nothing is sent"));
}

TEST(OpeningTheLedger, KeepsWhatWasWritten) {
  const TempDirectory folder;
  const std::string path = folder.file("ledger.db");
  RulesetId first;
  {
    auto ledger = Ledger::open(path).value();
    first = ledger.record_ruleset(sha256("r"), "text", two_rules(), kNow).value();
  }
  auto again = Ledger::open(path).value();
  EXPECT_EQ(again.record_ruleset(sha256("r"), "text", two_rules(), kNow).value(), first);
  EXPECT_EQ(again.head()->seq, 1);
}

TEST(OpeningTheLedger, InMemoryGivesEachLedgerItsOwn) {
  auto a = Ledger::open(":memory:").value();
  auto b = Ledger::open(":memory:").value();
  EXPECT_NE(a.location(), b.location());
  ASSERT_TRUE(a.begin_run({RunKind::plan, Binding::dry_run, "", "a", "", kNow, std::nullopt}));
  EXPECT_EQ(History::open(a.location()).value().runs(9, std::nullopt)->size(), 1U);
  EXPECT_TRUE(History::open(b.location()).value().runs(9, std::nullopt)->empty());
}

TEST(OpeningTheHistory, NeedsALedgerThatExists) {
  const TempDirectory folder;
  const auto missing = History::open(folder.file("ledger.db"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::ledger);
  EXPECT_THAT(missing.error().message, HasSubstr("o such file"));
  EXPECT_FALSE(std::filesystem::exists(folder.file("ledger.db")));
}

TEST(OpeningTheHistory, DoesNotTakeAnEmptyFileForALedger) {
  const TempDirectory folder;
  std::ofstream(folder.file("ledger.db")).close();
  EXPECT_FALSE(History::open(folder.file("ledger.db")));
}

}  // namespace
}  // namespace retention::store
