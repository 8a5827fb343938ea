#include "store/verify.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <array>
#include <fstream>

#include "store/version_list.h"
#include "tests/store/ledger_fixture.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using testing::HasSubstr;

// Triggers that stand in the way of who wants to hide something.
constexpr std::array kGuards{"journal_is_final", "journal_is_kept", "journal_is_gapless", "deletion_is_kept",
                             "deletion_moves_legally"};

class Verifying : public LedgerTest {
 protected:
  Verifying() {
    use(path);
    run = delete_all(images(4), {1, 2});
  }

  // As somebody would who wants to hide something.
  void tamper(const std::string& sql) {
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    std::string guards;
    for (const std::string trigger : kGuards) {
      guards += database.execAndGet("SELECT sql FROM sqlite_schema WHERE name = '" + trigger + "'").getString() + ";";
      database.exec("DROP TRIGGER " + trigger);
    }
    database.exec(sql);
    database.exec(guards);
  }

  void expect_broken(const std::string& what) {
    const auto found = verify(path);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::broken_chain);
    EXPECT_THAT(found.error().message, HasSubstr(what));
  }

  test::TempDirectory folder;
  std::string path{folder.file("ledger.db")};
  RunId run;
};

TEST_F(Verifying, CountsWhatItChecked) {
  const auto found = verify(path);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->journal_rows, 8);  // the rules, two rows made, two moves each, the run's end
  EXPECT_EQ(found->first_seq, 1);
  EXPECT_EQ(found->head_seq, 8);
  EXPECT_EQ(found->head, ledger().head()->hash);
  EXPECT_EQ(found->deletions, 2);
  EXPECT_EQ(found->sealed_runs, 1);
}

TEST_F(Verifying, HoldsTheListOfVersionsAgainstTheirRows) {
  Database database(path, Database::Access::write);
  const VersionListParts before = stored_version_list(database, 1);
  const auto expect_wrong = [&](std::int64_t id, auto damage, const std::string& what) {
    VersionListWriter list;
    for (VersionList versions(before); const KnownVersion* version = versions.next();) {
      KnownVersion changed = *version;
      if (version->id.value != id || damage(changed)) list.add(changed);
    }
    write_version_list(database, 1, before, list.parts());
    expect_broken(what);
    write_version_list(database, 1, list.parts(), before);
    EXPECT_TRUE(verify(path));
  };
  const auto changed = [](auto change) {
    return [change](KnownVersion& version) {
      change(version);
      return true;
    };
  };
  expect_wrong(
      3, [](KnownVersion&) { return false; }, "lacks version 3");
  expect_wrong(
      4, [](KnownVersion&) { return false; }, "lacks version 4");
  expect_wrong(4, changed([](KnownVersion& v) { v.id.value = 5; }), "lacks version 4");
  expect_wrong(4, changed([](KnownVersion& v) { v.row = 9; }), "says of version 4");
  expect_wrong(4, changed([](KnownVersion& v) { v.presence = Presence::unlisted; }), "says of version 4");
  expect_wrong(3, changed([](KnownVersion& v) { v.created_at = kNow; }), "says of version 3");
  expect_wrong(3, changed([](KnownVersion& v) { v.clocks.push_back({1, kNow, 7}); }), "says of version 3");
}

TEST_F(Verifying, FindsAVersionInTheListThatHasNoRow) {
  tamper("PRAGMA foreign_keys = OFF; UPDATE version SET present = 0 WHERE gh_id = 4");
  expect_broken("has version 4, of which there is no row");
}

TEST_F(Verifying, NamesARowThatWasChanged) {
  tamper("UPDATE journal SET body = replace(body, 'deleted', 'refused') WHERE seq = 5");
  expect_broken("row 5 of the journal does not match its hash");
}

TEST_F(Verifying, SeesEveryFieldOfARow) {
  for (const char* field : {"at", "kind", "subject", "run_id"}) {
    tamper("UPDATE journal SET " + std::string(field) + " = 1 + coalesce(" + field + ", 0) WHERE seq = 3");
    expect_broken("row 3 of the journal");
    tamper("UPDATE journal SET " + std::string(field) + " = " + field + " - 1 WHERE seq = 3");
    EXPECT_TRUE(verify(path)) << field;
  }
}

TEST_F(Verifying, NamesARowThatWasTaken) {
  tamper("DELETE FROM journal WHERE seq = 4");
  expect_broken("row 4 of the journal is missing");
}

TEST_F(Verifying, MissesTheEndOfAJournalThatWasCut) {
  tamper("DELETE FROM journal WHERE seq > 6");
  expect_broken("row 7 of the journal is missing");
}

TEST_F(Verifying, ComparesDeletionsWithTheJournal) {
  tamper("UPDATE deletion SET state = 4 WHERE id = 2");
  expect_broken("deletion 2 is queued, but the journal says deleted");
}

TEST_F(Verifying, SeesADeletionThatWasNeverJournalled) {
  tamper(
      "INSERT INTO deletion (plan_id, version_id, package_id, state, state_at, evidence, due_at) "
      "SELECT plan_id, 3, package_id, 6, 0, '', 0 FROM deletion WHERE id = 1");
  expect_broken("deletion 3 is not in the journal");
}

TEST_F(Verifying, SeesARowThatRefersToNothing) {
  tamper("PRAGMA foreign_keys = OFF; DELETE FROM version WHERE id = 4");
  const auto found = verify(path);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::ledger);
}

TEST_F(Verifying, SeesADamagedFile) {
  use(":memory:");
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    for (int page = 1; page < 12; ++page) {
      file.seekp(page * 4096 + 5);
      file << std::string(3000, '\x7f');
    }
  }
  const auto found = verify(path);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::ledger);
}

TEST_F(Verifying, NeedsALedger) {
  EXPECT_EQ(verify(folder.file("none.db")).error().code, ErrorCode::ledger);
}

}  // namespace
}  // namespace retention::store
