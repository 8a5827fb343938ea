#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <string>

#include "policy/base/digest.h"
#include "store/journal.h"

namespace retention::store {

// Takes out of a ledger's journal what older programs did not write in it, and makes its hashes and the seals of runs
// anew, as if it had always been so.
inline void make_journal_older(SQLite::Database& database) {
  const std::string guard =
      database.execAndGet("SELECT sql FROM sqlite_schema WHERE name = 'journal_is_final'").getString();
  database.exec("DROP TRIGGER journal_is_final");
  database.exec("UPDATE journal SET body = json_remove(body, '$.changes') WHERE kind = 7");
  database.exec("UPDATE journal SET body = json_remove(body, '$.package', '$.version', '$.until') WHERE kind = 3");
  ChainLink link{0, Digest(Digest::Bytes{})};
  std::string updates;
  SQLite::Statement rows(database, "SELECT at, run_id, kind, subject, body FROM journal ORDER BY seq");
  while (rows.executeStep()) {
    JournalEntry entry{SysTime(std::chrono::seconds(rows.getColumn(0).getInt64())), std::nullopt,
                       static_cast<JournalKind>(rows.getColumn(2).getInt()), rows.getColumn(3).getInt64(),
                       rows.getColumn(4).getString()};
    if (!rows.getColumn(1).isNull()) entry.run = RunId{rows.getColumn(1).getInt64()};
    link = {link.seq + 1, chained_hash(link, entry)};
    const std::string seq = std::to_string(link.seq);
    updates += "UPDATE journal SET hash = x'" + to_hex(link.hash) + "' WHERE seq = " + seq +
               ";UPDATE run SET seal = x'" + to_hex(link.hash) + "' WHERE seal_seq = " + seq + ";";
  }
  rows.reset();
  updates +=
      "UPDATE meta SET value = (SELECT seq || ' ' || hex(hash) FROM journal ORDER BY seq DESC LIMIT 1) "
      "WHERE key = 'journal_head';";
  database.exec(updates + guard);
}

}  // namespace retention::store
