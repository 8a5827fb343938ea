#include "store/migrate.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "tests/store/ledger_fixture.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using test::TempDirectory;
using testing::HasSubstr;

std::vector<Migration> with_next_step(const std::string& sql) {
  std::vector<Migration> steps = migrations();
  steps.push_back({steps.back().version + 1, sql});
  return steps;
}

std::int64_t number(Database& database, const std::string& sql) {
  Query query = database.query(sql);
  query.bind();
  query.step();
  return query.integer(0);
}

class Migrating : public testing::Test {
 protected:
  Migrating() {
    auto ledger = Ledger::open(path).value();
    EXPECT_TRUE(ledger.record_ruleset(sha256("r"), "kept", {}, kNow));
  }

  TempDirectory folder;
  std::string path{folder.file("ledger.db")};
  std::string copy{path + ".v" + std::to_string(migrations().back().version)};
};

TEST_F(Migrating, CopiesTheLedgerFirst) {
  Database database(path, Database::Access::write);
  ASSERT_TRUE(migrate(database, with_next_step("ALTER TABLE run ADD COLUMN extra TEXT;")));
  struct stat found {};
  ASSERT_EQ(::stat(copy.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  auto old = Ledger::open(copy);
  ASSERT_TRUE(old) << old.error().message;
  EXPECT_EQ(old->head()->seq, 1);
  EXPECT_EQ(number(database, "PRAGMA user_version"), migrations().back().version + 1);
  EXPECT_EQ(number(database, "SELECT count(*) FROM ruleset"), 1);
}

TEST_F(Migrating, ReplacesAnOlderCopy) {
  for (int round = 0; round < 2; ++round) {
    Database database(path, Database::Access::write);
    ASSERT_TRUE(migrate(database, with_next_step("SELECT 1;")));
    database.execute("PRAGMA user_version = " + std::to_string(migrations().back().version));
  }
  EXPECT_TRUE(Ledger::open(copy));
}

TEST_F(Migrating, LeavesEverythingAsItWasWhenAStepFails) {
  Database database(path, Database::Access::write);
  EXPECT_THROW(static_cast<void>(migrate(database, with_next_step("CREATE TABLE extra (x TEXT) STRICT; BROKEN"))),
               DatabaseFailure);
  EXPECT_EQ(number(database, "PRAGMA user_version"), migrations().back().version);
  EXPECT_EQ(number(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"), 0);
}

// In a child, whose files may not grow: as good as a full disk.
TEST_F(Migrating, LeavesNoHalfACopyOnAFullDisk) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    Database database(path, Database::Access::write);
    const rlimit limit{64 * 1024, 64 * 1024};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) ::_exit(2);
    try {
      ::_exit(migrate(database, with_next_step("SELECT 1;")) ? 3 : 4);
    } catch (const DatabaseFailure&) {
      ::_exit(0);
    }
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 0);
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(path).parent_path())) {
    EXPECT_THAT(entry.path().string(), testing::Not(HasSubstr(".tmp")));
  }
}

TEST_F(Migrating, SaysWhatToDoIfTheCopyCannotHaveItsName) {
  std::filesystem::create_directories(copy + "/full");
  Database database(path, Database::Access::write);
  const auto refused = migrate(database, with_next_step("SELECT 1;"));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message,
              testing::AllOf(HasSubstr("cannot name the copy " + copy), HasSubstr("move away what has that name")));
}

TEST_F(Migrating, MakesNoCopyOfANewLedger) {
  EXPECT_FALSE(std::filesystem::exists(copy));
  EXPECT_FALSE(std::filesystem::exists(path + ".v0"));
}

TEST_F(Migrating, IsNotDoneByReaders) {
  Database database(path, Database::Access::read);
  const auto ready = check_readable(database, with_next_step("SELECT 1;"));
  ASSERT_FALSE(ready);
  EXPECT_THAT(ready.error().message, HasSubstr("older schema"));
}

TEST(Migrations, FollowEachOtherWithoutAGap) {
  std::int64_t expected = 1;
  for (const Migration& step : migrations()) EXPECT_EQ(step.version, expected++);
}

TEST(Migrations, FindTheUndoThatMadeAPin) {
  const TempDirectory folder;
  Database database(folder.file("ledger.db"), Database::Access::write);
  ASSERT_TRUE(migrate(database, {migrations().front()}));
  database.execute(R"sql(
INSERT INTO owner (id, host, gh_id, login, kind, route) VALUES (1, '', 42, 'acme', 1, 1);
INSERT INTO ruleset (id, hash, text, first_at) VALUES (1, zeroblob(32), '', 1);
INSERT INTO run (id, kind, binding, trigger, actor, program, now, started_at) VALUES
  (1, 2, 1, 'command', 'ada', '0', 10, 10), (2, 5, 1, 'command', 'ada', '0', 20, 20),
  (3, 5, 1, 'command', 'ada', '0', 30, 30);
INSERT INTO package (id, owner_id, type, gh_id, name, visibility, repository, first_run)
VALUES (1, 1, 2, 7, 'lib', '', '', 1);
INSERT INTO plan (id, key, run_id, package_id, ruleset_id, inventory_hash, items_hash, header, breach, status, reason)
VALUES (1, 'k', 1, 1, 1, zeroblob(32), zeroblob(32), '', 1, 1, '');
INSERT INTO version (id, package_id, gh_id, name, present, first_run, verdict, layer, reason, since_plan)
VALUES (1, 1, 70, '1.0.0', 1, 1, 1, 1, 1, 1);
INSERT INTO deletion (id, plan_id, version_id, package_id, state, state_at, evidence, due_at)
VALUES (1, 1, 1, 1, 13, 30, '[]', 10);
INSERT INTO journal (seq, at, run_id, kind, subject, body, hash) VALUES
  (1, 20, 1, 2, 1, '{}', zeroblob(32)), (2, 21, 2, 2, 1, '{}', zeroblob(32)), (3, 31, 3, 2, 1, '{}', zeroblob(32));
INSERT INTO pin (id, package_id, gh_id, name, source, reason, made_by, made_at) VALUES
  (1, 1, 70, '1.0.0', 'undo', '', 'ada', 20), (2, 1, 70, '1.0.0', 'undo', '', 'ada', 31),
  (3, 1, 71, '1.0.1', 'undo', '', 'ada', 31);
)sql");
  ASSERT_TRUE(migrate(database, migrations()));
  EXPECT_EQ(number(database, "SELECT run_id FROM pin WHERE id = 1"), 2);
  EXPECT_EQ(number(database, "SELECT run_id FROM pin WHERE id = 2"), 3);
  EXPECT_EQ(number(database, "SELECT run_id IS NULL FROM pin WHERE id = 3"), 1);
}

}  // namespace
}  // namespace retention::store
