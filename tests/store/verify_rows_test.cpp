// What somebody changes beside the journal, row by row.
#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "store/plan_changes.h"
#include "tests/store/ledger_fixture.h"
#include "tests/store/older_journal.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using testing::HasSubstr;

// A ledger with deletions, an approval, a rejection, pins, a hold and a pause.
class VerifyingRows : public LedgerTest {
 protected:
  VerifyingRows() {
    use(path);
    delete_all(images(6), {1, 2});
    const RunId asking = begin();
    const PlanId approved = record(asking, images(6), {{3, 4}, Mode::approve}).id;
    finish(asking);
    EXPECT_TRUE(ledger().approve({approved}, {"ada", kNow, kNow + days(14)}));
    const RunId again = begin();
    const PlanId rejected = record(again, images(6), {{5}, Mode::approve}).id;
    finish(again);
    EXPECT_TRUE(ledger().reject({rejected}, {"bob", kNow}));
    const auto row = [&](std::int64_t id) {
      return history().find_version({ref_of(images(1).package), VersionRef::By::at, std::to_string(id)})->row;
    };
    EXPECT_TRUE(ledger().pin(row(5), {kNow + days(3), "because", "ada", kNow}));
    EXPECT_TRUE(ledger().pin(row(6), {std::nullopt, "for ever", "ada", kNow}));
    EXPECT_TRUE(ledger().unpin({row(5), "bob", kNow + days(1)}));
    EXPECT_TRUE(ledger().hold(images(1).package, Hold::admin_missing, "it is missing", kNow));
    EXPECT_TRUE(ledger().pause({std::nullopt, "the registry is moved", "ada", kNow}));
  }

  // With every trigger out of the way, and put back.
  void change(const std::string& sql) {
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    std::vector<std::string> names;
    std::string triggers;
    {
      SQLite::Statement query(database, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
      while (query.executeStep()) {
        names.push_back(query.getColumn(0).getString());
        triggers += query.getColumn(1).getString() + ";";
      }
    }
    database.exec("PRAGMA foreign_keys = OFF; BEGIN");
    for (const std::string& name : names) database.exec("DROP TRIGGER " + name);
    database.exec(sql);
    database.exec(triggers + "COMMIT");
  }

  // What verify() says of a ledger with this change alone.
  std::string told_of(const std::string& sql) {
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec("VACUUM INTO '" + folder.file("kept.db") + "'");
    change(sql);
    const auto found = verify(path);
    EXPECT_TRUE(found || found.error().code == ErrorCode::broken_chain) << sql;
    const std::string text = found ? "sound" : found.error().message;
    {
      SQLite::Database database(path, SQLite::OPEN_READWRITE);
      SQLite::Database kept(folder.file("kept.db"), SQLite::OPEN_READONLY);
      SQLite::Backup(database, kept).executeStep(-1);
    }
    std::remove(folder.file("kept.db").c_str());
    return text;
  }

  void expect_told(const std::string& sql, const std::string& what) {
    EXPECT_THAT(told_of(sql), HasSubstr(what)) << sql;
  }

  test::TempDirectory folder;
  std::string path{folder.file("ledger.db")};
};

TEST_F(VerifyingRows, FindsNothingWhereNothingWasChanged) {
  EXPECT_EQ(told_of("SELECT 1"), "sound");
  EXPECT_EQ(verify(path)->pins, 2);
  EXPECT_EQ(verify(path)->changes, 6 + 4 + 3);
}

TEST_F(VerifyingRows, SeesEveryChangeOfAPin) {
  expect_told("DELETE FROM pin WHERE id = 2", "pin 2 is missing");
  expect_told(
      "INSERT INTO pin SELECT 9, package_id, 1, NULL, 'x', source, reason, until, made_by, made_at, NULL, NULL, "
      "NULL FROM pin WHERE id = 2",
      "pin 9 is not in the journal");
  for (const std::string set : {"gh_id = 1", "package_id = 7", "until = 5", "made_at = made_at + 1"}) {
    expect_told("UPDATE pin SET " + set + " WHERE id = 2", "pin 2 has another version, another time or another end");
  }
  expect_told("UPDATE pin SET removed_at = made_at + 5 WHERE id = 2",
              "pin 2 is removed, but the journal does not tell");
  expect_told("UPDATE pin SET removed_at = 5 WHERE id = 2", "pin 2 is removed, but the journal does not tell");
  expect_told("UPDATE pin SET removed_at = NULL WHERE id = 1", "pin 1 is not removed as row ");
  expect_told("UPDATE pin SET removed_at = removed_at + 1 WHERE id = 1", "pin 1 is not removed as row ");
  expect_told("UPDATE pin SET removed_by = 'ada' WHERE id = 1", "pin 1 is not removed as row ");
  expect_told(
      "INSERT INTO pin SELECT 9, package_id, 1, NULL, 'x', 'unpin', '', NULL, 'eve', made_at, made_at, 'eve', "
      "NULL FROM pin WHERE id = 2",
      "pin 9 is removed, but the journal does not tell");
}

TEST_F(VerifyingRows, SeesEveryChangeOfTheEndOfARun) {
  for (const std::string set : {"exit_status = 3", "finished_at = finished_at + 1",
                                "counts = replace(counts, '\"deleted\":2', '\"deleted\":1')"}) {
    expect_told("UPDATE run SET " + set + " WHERE id = 1", "the end of run 1 has another time, status or other counts");
  }
  expect_told("UPDATE run SET finished_at = NULL WHERE id = 2", "the end of run 2 has another time");
  expect_told("UPDATE run SET finished_at = NULL, seal = NULL, seal_seq = NULL WHERE id = 2",
              "run 2 is written down as one that did not end");
  expect_told("UPDATE run SET (seal, seal_seq) = (SELECT hash, seq FROM journal WHERE seq = 2) WHERE id = 1", "run 1 ");
  expect_told("UPDATE run_package SET keep = keep - 1, remove = remove + 1 WHERE run_id = 2",
              "what run 2 saw of its packages has other totals");
}

TEST_F(VerifyingRows, SeesEveryChangeOfADecisionOnAPlan) {
  for (const std::string set :
       {"decision = 2", "decision = NULL", "decided_by = 'eve'", "decided_at = decided_at + 1"}) {
    expect_told("UPDATE plan SET " + set + " WHERE id = 2", "plan 2 (");
  }
  expect_told("UPDATE plan SET decision = 1 WHERE id = 3", "is not decided as row ");
  expect_told(
      "UPDATE plan SET decision = 1, decided_by = 'eve', decided_at = state.at FROM (SELECT max(at) AS at FROM "
      "journal) state WHERE id = 1",
      "is decided, but the journal does not tell of it");
  expect_told("INSERT INTO approval SELECT plan_id, 6, meaning, made_by, made_at, until FROM approval LIMIT 1",
              "the approval of version 6 with plan 2 is not in the journal");
  for (const std::string set : {"until = until + 1", "made_by = 'eve'", "made_at = made_at + 1"}) {
    expect_told("UPDATE approval SET " + set, "the approval of version 3 with plan 2 is not in the journal");
  }
}

TEST_F(VerifyingRows, SeesAHoldOrAPauseThatWasTakenAway) {
  expect_told("UPDATE package SET hold_code = NULL", "package 1 is not on hold, but row ");
  expect_told("UPDATE package SET hold_code = 1", "package 1 is on hold for another reason than row ");
  expect_told("DELETE FROM meta WHERE key = 'pause'", "whether deletions are paused is not what row ");
  expect_told("UPDATE meta SET value = json_set(value, '$.until', 5) WHERE key = 'pause'",
              "whether deletions are paused");
  ASSERT_TRUE(ledger().lift_holds(begin(), kNow));
  ASSERT_TRUE(ledger().resume("ada", kNow));
  EXPECT_EQ(told_of("SELECT 1"), "sound");
  expect_told("UPDATE package SET hold_code = 1", "package 1 is on hold, but row ");
  expect_told("INSERT INTO meta VALUES ('pause', '{\"by\":\"eve\",\"at\":5}')", "whether deletions are paused");
}

TEST_F(VerifyingRows, SeesEveryChangeOfADecision) {
  expect_told("UPDATE version SET verdict = 1 - verdict WHERE id = 4",
              "version 4 (GitHub's number 4) is decided otherwise");
  expect_told("UPDATE version SET since_plan = 2 WHERE id = 4", "version 4 (GitHub's number 4) is decided otherwise");
  expect_told("DELETE FROM decision_change WHERE version_id = 4", "version 4 (GitHub's number 4) is decided otherwise");
  expect_told("UPDATE decision_change SET args = args || ' ' WHERE version_id = 4",
              "what run 1 saw or decided of the versions of acme/container/app is not what plan 1");
  expect_told("UPDATE plan SET changes_hash = zeroblob(32) WHERE id = 1",
              "what run 1 saw or decided of the versions of acme/container/app is not what plan 1");
  expect_told("DELETE FROM decision_change WHERE version_id = 4 AND plan_id = 1",
              "what run 1 saw or decided of the versions of acme/container/app is not what plan 1");
  expect_told(
      "INSERT INTO decision_change SELECT 6, 2, verdict, layer, rule_id, reason, args FROM decision_change "
      "WHERE version_id = 4 AND plan_id = 2; UPDATE version SET (verdict, layer, rule_id, reason, since_plan) = "
      "(SELECT verdict, layer, rule_id, reason, 2 FROM decision_change WHERE version_id = 6 AND plan_id = 2) WHERE id "
      "= 6",
      "what run 2 saw or decided of the versions of acme/container/app is not what plan 2");
}

TEST_F(VerifyingRows, SeesEveryChangeOfWhatWasSeen) {
  for (const std::string set :
       {"created_at = created_at + 1", "updated_at = 0", "tags = '[]'", "gh_id = 77", "digest = zeroblob(32)"}) {
    expect_told("UPDATE version SET " + set + " WHERE id = 6",
                "what run 1 saw or decided of the versions of acme/container/app is not what plan 1");
  }
  Inventory later = images(6);
  later.versions.front().tags = {{"moved"}};
  const RunId run = begin();
  record(run, later, {});
  finish(run);
  EXPECT_EQ(told_of("SELECT 1"), "sound");
  expect_told("UPDATE version SET tags = '[]' WHERE tags = '[\"moved\"]'",
              "has other times, tags or presence than what");
  expect_told(
      "UPDATE version SET tags = '[]' WHERE tags = '[\"moved\"]'; UPDATE version_change SET tags = '[]' "
      "WHERE tags = '[\"moved\"]'",
      "what run 4 saw or decided of the versions of acme/container/app is not what plan 4");
}

TEST_F(VerifyingRows, SeesAHashThatWasMadeAnewOverWhatWasChanged) {
  const RunId run = begin();
  const PlanId plan = record(run, images(7), {}).id;
  finish(run);
  change("UPDATE version SET tags = '[]' WHERE gh_id = 7");
  SQLite::Database database(path, SQLite::OPEN_READWRITE);
  Database reader(path, Database::Access::read);
  const auto hash = changes_of(reader, plan).hash;
  ASSERT_TRUE(hash);
  database.exec("UPDATE plan SET changes_hash = x'" + to_hex(*hash) + "' WHERE id = " + std::to_string(plan.value));
  EXPECT_THAT(told_of("SELECT 1"),
              HasSubstr("what the plans of run " + std::to_string(run.value) + " saw or decided is not what row "));
}

TEST_F(VerifyingRows, SeesWhatIsNotSealedByARunThatDidNotEndAsItIs) {
  const RunId run = begin();
  record(run, images(7), {{7}});
  EXPECT_EQ(told_of("SELECT 1"), "sound");
  expect_told("UPDATE version SET reason = 99 WHERE id = 7", "version 7 (GitHub's number 7) is decided otherwise");
}

TEST_F(VerifyingRows, AcceptsEndsAndPinsOfOlderPrograms) {
  {
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    make_journal_older(database);
  }
  EXPECT_EQ(told_of("SELECT 1"), "sound");
  EXPECT_EQ(verify(path)->changes, 0);
  expect_told("UPDATE pin SET made_at = made_at + 1 WHERE id = 2", "pin 2 has another version");
}

TEST_F(VerifyingRows, HasCyclesStopAtIt) {
  change("UPDATE package SET hold_code = NULL");
  const auto sound = ledger().check();
  ASSERT_FALSE(sound);
  EXPECT_EQ(sound.error().code, ErrorCode::broken_chain);
}

TEST_F(VerifyingRows, SeesASchemaThatIsNotOurs) {
  const auto altered = [&](const std::string& sql) {
    SQLite::Database(path, SQLite::OPEN_READWRITE).exec(sql);
    const auto found = verify(path);
    return found ? "sound" : found.error().message;
  };
  EXPECT_EQ(altered("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER); "
                    "CREATE TRIGGER theirs AFTER INSERT ON _litestream_seq BEGIN SELECT 1; END; ANALYZE; "
                    "CREATE INDEX theirs_too ON version (created_at)"),
            "sound");
  EXPECT_THAT(altered("CREATE TRIGGER silent BEFORE UPDATE ON deletion BEGIN SELECT raise(IGNORE); END"),
              HasSubstr("the trigger silent on the table deletion is not one of the ledger"));
  EXPECT_THAT(altered("DROP TRIGGER silent; INSERT INTO deletion_move VALUES (13, 4)"),
              HasSubstr("the table deletion_move allows other moves than the program"));
  EXPECT_THAT(altered("DROP TRIGGER pin_is_kept"), HasSubstr("the trigger pin_is_kept of the ledger is missing"));
  EXPECT_THAT(altered("DROP INDEX deletion_open"), HasSubstr("the index deletion_open of the ledger is missing"));
  EXPECT_THAT(altered("ALTER TABLE refusal ADD COLUMN more TEXT"),
              HasSubstr("the table refusal of the ledger is not the one that the program made"));
  EXPECT_THAT(altered("DROP TABLE outbox"), HasSubstr("the table outbox of the ledger is missing"));
}

}  // namespace
}  // namespace retention::store
