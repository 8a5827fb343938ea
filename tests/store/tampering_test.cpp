#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <array>
#include <optional>
#include <random>

#include "store/journal.h"
#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

using testing::HasSubstr;

constexpr std::array kTables{"journal", "anchor", "run", "deletion", "meta"};

const std::string kHeadThatFits =
    "DELETE FROM meta WHERE key = 'journal_head'; INSERT INTO meta SELECT 'journal_head', seq || ' ' || hex(hash) "
    "FROM journal ORDER BY seq DESC LIMIT 1";

// A ledger with a few hundred rows in its journal, and somebody who changes one thing in it at random.
class Tampering : public LedgerTest, public testing::WithParamInterface<std::uint32_t> {
 protected:
  Tampering() : engine_(GetParam()) {
    for (std::int64_t first = 1; first <= 61; first += 20) {
      std::vector<std::int64_t> ids;
      for (std::int64_t id = first; id < first + 20; ++id) ids.push_back(id);
      delete_all(images(90), ids);
    }
    database_.emplace(ledger().location(), SQLite::OPEN_READWRITE | SQLite::OPEN_URI);
    std::vector<std::string> triggers;
    SQLite::Statement query(*database_, "SELECT name FROM sqlite_schema WHERE type = 'trigger'");
    while (query.executeStep()) triggers.push_back(query.getColumn(0).getString());
    for (const std::string& trigger : triggers) database_->exec("DROP TRIGGER " + trigger);
  }

  std::int64_t number(const std::string& sql) { return database_->execAndGet(sql).getInt64(); }
  std::int64_t rows() { return number("SELECT max(seq) FROM journal"); }

  std::int64_t between(std::int64_t first, std::int64_t last) {
    return std::uniform_int_distribution<std::int64_t>(first, last)(engine_);
  }

  // Makes the change, has the ledger verified, and takes the change back.
  std::string told_of(const std::string& sql) {
    for (const std::string table : kTables)
      database_->exec("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table);
    database_->exec(sql);
    const auto found = verify(ledger().location());
    for (const std::string table : kTables) {
      database_->exec("DELETE FROM " + table);
      database_->exec("INSERT INTO " + table + " SELECT * FROM kept_" + table);
      database_->exec("DROP TABLE kept_" + table);
    }
    return found ? "sound" : found.error().message;
  }

  // Changes a row and gives it and all that follow the hashes that fit.
  std::string rechained_from(std::int64_t first) {
    std::string sql;
    ChainLink link;
    SQLite::Statement rows(*database_, "SELECT seq, at, run_id, kind, subject, body FROM journal ORDER BY seq");
    while (rows.executeStep()) {
      JournalEntry entry{SysTime(seconds(rows.getColumn(1).getInt64())), std::nullopt,
                         static_cast<JournalKind>(rows.getColumn(3).getInt()), rows.getColumn(4).getInt64(),
                         rows.getColumn(5).getString()};
      if (!rows.getColumn(2).isNull()) entry.run = RunId{rows.getColumn(2).getInt64()};
      const std::string seq = std::to_string(link.seq + 1);
      if (link.seq + 1 == first) {
        entry.body += ' ';
        sql += "UPDATE journal SET body = body || ' ' WHERE seq = " + seq + ";";
      }
      link = {link.seq + 1, chained_hash(link, entry)};
      sql += "UPDATE journal SET hash = x'" + to_hex(link.hash) + "' WHERE seq = " + seq + ";";
    }
    return sql;
  }

  static std::string row_text(std::int64_t row) { return "row " + std::to_string(row) + " of the journal"; }

 private:
  std::mt19937 engine_;
  std::optional<SQLite::Database> database_;
};

TEST_P(Tampering, WithOneColumnIsSeenAtItsRow) {
  for (const char* column : {"at = at + 1", "run_id = coalesce(run_id, 0) + 1", "run_id = NULL", "kind = kind + 1",
                             "subject = subject + 1", "body = body || ' '", "hash = randomblob(32)"}) {
    const std::int64_t row = between(2, rows());
    const std::string text = told_of("UPDATE journal SET " + std::string(column) +
                                     " WHERE seq = " + std::to_string(row) + " AND run_id IS NOT NULL");
    EXPECT_THAT(text, HasSubstr(row_text(row))) << column;
  }
}

TEST_P(Tampering, WithARowTakenIsSeenAtItsRow) {
  const std::int64_t row = between(1, rows() - 1);
  EXPECT_THAT(told_of("DELETE FROM journal WHERE seq = " + std::to_string(row)),
              HasSubstr(row_text(row) + " is missing"));
}

TEST_P(Tampering, WithARowInsertedIsSeenAtItsRow) {
  const std::string row = std::to_string(between(1, rows() - 1));
  EXPECT_THAT(told_of("UPDATE journal SET seq = -(seq + 1) WHERE seq >= " + row +
                      "; UPDATE journal SET seq = -seq WHERE seq < 0; INSERT INTO journal SELECT " + row +
                      ", at, run_id, kind, subject, body, hash FROM journal WHERE seq = 1 + " + row),
              HasSubstr("row " + std::to_string(std::stoll(row) + 1) + " of the journal"));
}

TEST_P(Tampering, WithTwoRowsSwappedIsSeenAtTheFirst) {
  const std::int64_t first = between(1, rows() - 1);
  const std::string a = std::to_string(first);
  const std::string b = std::to_string(between(first + 1, rows()));
  EXPECT_THAT(told_of("UPDATE journal SET seq = 0 WHERE seq = " + a + "; UPDATE journal SET seq = " + a +
                      " WHERE seq = " + b + "; UPDATE journal SET seq = " + b + " WHERE seq = 0"),
              HasSubstr(row_text(first)));
}

TEST_P(Tampering, WithItsEndCutIsSeenAtTheFirstRowThatIsMissing) {
  const std::int64_t row = between(1, rows());
  EXPECT_THAT(told_of("DELETE FROM journal WHERE seq >= " + std::to_string(row)),
              HasSubstr(row_text(row) + " is missing"));
}

TEST_P(Tampering, WithItsEndAndItsHeadCutIsSeenByTheSeal) {
  const std::int64_t row = between(1, rows());
  EXPECT_THAT(told_of("DELETE FROM journal WHERE seq >= " + std::to_string(row) + ";" + kHeadThatFits),
              HasSubstr("the seal of run "));
}

TEST_P(Tampering, WithEveryHashFromThereOnIsSeenByTheHeadAndByTheSeal) {
  const std::int64_t row = between(1, rows());
  const std::int64_t run = number("SELECT id FROM run WHERE seal_seq >= " + std::to_string(row) + " ORDER BY id");
  const std::string anew = rechained_from(row);
  EXPECT_THAT(told_of(anew), HasSubstr("the head of the journal in table meta is not its last row"));
  EXPECT_THAT(told_of(anew + kHeadThatFits), HasSubstr("the seal of run " + std::to_string(run) + " "));
}

TEST_P(Tampering, WithItsHeadIsSeen) {
  for (const char* change : {"DELETE FROM meta WHERE key = 'journal_head'",
                             "UPDATE meta SET value = '1 ' || hex(randomblob(32)) WHERE key = 'journal_head'",
                             "UPDATE meta SET value = substr(value, 1, length(value) - 1) WHERE key = 'journal_head'"})
    EXPECT_THAT(told_of(change), HasSubstr("the head of the journal")) << change;
}

TEST_P(Tampering, WithASealIsSeenAtItsRun) {
  const std::string run = std::to_string(between(1, 4));
  for (const char* column : {"seal = randomblob(32)", "seal = NULL", "seal_seq = seal_seq - 1", "seal_seq = NULL"}) {
    EXPECT_THAT(told_of("UPDATE run SET " + std::string(column) + " WHERE id = " + run),
                HasSubstr("the seal of run " + run))
        << column;
  }
}

TEST_P(Tampering, WithADeletionIsSeenAtIt) {
  const std::string id = std::to_string(between(1, 80));
  for (const char* column :
       {"state = 13", "state_at = state_at + 1", "attempts = 7", "http_status = 204", "request_id = 'x'",
        "not_before = 5", "deleted_at = deleted_at - 1", "undo_until = undo_until + 1", "undo_until = NULL"}) {
    EXPECT_THAT(told_of("UPDATE deletion SET " + std::string(column) + " WHERE id = " + id),
                HasSubstr("deletion " + id + " "))
        << column;
  }
  EXPECT_THAT(told_of("DELETE FROM deletion WHERE id = " + id), HasSubstr("deletion " + id + " is missing"));
}

TEST_P(Tampering, WithAnAnchorIsSeen) {
  const std::string row = std::to_string(between(1, rows() - 1));
  const std::string anchor = "INSERT INTO anchor SELECT seq, hash, at, 'why' FROM journal WHERE seq = " + row;
  EXPECT_THAT(told_of(anchor), HasSubstr("the journal tells of no purge"));
  EXPECT_THAT(told_of(anchor + "; DELETE FROM journal WHERE seq <= " + row),
              HasSubstr("the journal tells of no purge"));
}

INSTANTIATE_TEST_SUITE_P(Seeds, Tampering, testing::Range(1U, 13U));

}  // namespace
}  // namespace retention::store
