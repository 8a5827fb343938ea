#include "store/verify.h"

#include "store/codec.h"
#include "store/history_start.h"
#include "store/journal.h"
#include "store/location.h"
#include "store/migrate.h"
#include "store/verify_lists.h"

namespace retention::store {
namespace {

tl::unexpected<Error> broken(const std::string& what) {
  return fail(ErrorCode::broken_chain,
              what + "; the ledger was changed by something else, stop the program and put back a copy you trust");
}

Result<void> check_sqlite(Database& database) {
  Query integrity = database.query("PRAGMA integrity_check(1)");
  integrity.bind();
  if (!integrity.step() || integrity.text(0) != "ok") {
    return fail(ErrorCode::ledger, "SQLite finds the ledger damaged: " + integrity.text(0) + "; put back a copy of it");
  }
  Query keys = database.query("PRAGMA foreign_key_check");
  keys.bind();
  if (!keys.step()) return {};
  return fail(ErrorCode::ledger, "row " + std::to_string(keys.integer(1)) + " of table " + keys.text(0) +
                                     " refers to a row that is not there; put back a copy of the ledger");
}

std::string row_name(std::int64_t seq) {
  return "row " + std::to_string(seq) + " of the journal";
}

struct JournalRow {
  std::int64_t seq{0};
  JournalEntry entry;
  Digest hash;
};

JournalRow read_row(const Query& query) {
  JournalRow row{query.integer(0),
                 {query.time(1), std::nullopt, query.as<JournalKind>(3), query.integer(4), query.text(5)},
                 query.digest(6)};
  if (!query.is_null(2)) row.entry.run = query.id<RunId>(2);
  return row;
}

// Rows that a purge has announced and not taken yet: they lead to the anchor. What the first of them followed is gone.
Result<void> check_leftovers(Database& database, const ChainLink& anchor) {
  Query rows =
      database.query("SELECT seq, at, run_id, kind, subject, body, hash FROM journal WHERE seq <= ?1 ORDER BY seq");
  rows.bind(anchor.seq);
  std::optional<ChainLink> link;
  while (rows.step()) {
    const JournalRow row = read_row(rows);
    if (link && row.seq != link->seq + 1) return broken(row_name(link->seq + 1) + " is missing");
    if (link && chained_hash(*link, row.entry) != row.hash)
      return broken(row_name(row.seq) + " does not match its hash");
    link = {row.seq, row.hash};
  }
  if (!link || (link->seq == anchor.seq && link->hash == anchor.hash)) return {};
  return broken(row_name(link->seq) + " does not lead to the anchor");
}

Result<void> check_chain(Database& database, Verification& found) {
  const auto anchor = newest_anchor(database);
  ChainLink link = anchor ? anchor->link : ChainLink{};
  if (auto sound = check_leftovers(database, link); !sound) return sound;
  Query rows =
      database.query("SELECT seq, at, run_id, kind, subject, body, hash FROM journal WHERE seq > ?1 ORDER BY seq");
  rows.bind(link.seq);
  while (rows.step()) {
    const JournalRow row = read_row(rows);
    if (row.seq != link.seq + 1) return broken(row_name(link.seq + 1) + " is missing");
    if (chained_hash(link, row.entry) != row.hash) return broken(row_name(row.seq) + " does not match its hash");
    link = {row.seq, row.hash};
    if (found.journal_rows++ == 0) {
      found.first_seq = row.seq;
      found.first_at = row.entry.at;
    }
    found.last_at = row.entry.at;
  }
  found.head_seq = link.seq;
  found.head = link.hash;
  return {};
}

// What the newest purge said of itself is what the tables say; without one nothing was purged.
Result<void> check_purge(Database& database, Verification&) {
  Query row = database.query("SELECT seq, body FROM journal WHERE kind = ?1 ORDER BY seq DESC LIMIT 1");
  row.bind(JournalKind::purged);
  const bool purged = row.step();
  const std::string told = purged ? row.text(1) : encode_purge(std::nullopt, std::nullopt);
  if (encode_purge(history_start(database), newest_anchor(database)) == told) return {};
  return broken(purged ? "the anchor is not the one that " + row_name(row.integer(0)) + " tells of"
                       : "there is an anchor, but the journal tells of no purge");
}

// A journal cut at its end still holds together; the seals of finished runs tell.
Result<void> check_seals(Database& database, Verification& found) {
  const auto anchor = newest_anchor(database);
  const std::int64_t start = anchor ? anchor->link.seq : 0;
  Query rows = database.query(
      "SELECT r.id, r.seal, r.seal_seq, j.hash FROM run r LEFT JOIN journal j ON j.seq = r.seal_seq "
      "WHERE r.finished_at IS NOT NULL ORDER BY r.id");
  rows.bind();
  while (rows.step()) {
    if (rows.integer(2) <= start && !rows.is_null(2)) continue;
    const auto seal = rows.maybe_digest(1);
    if (!seal || rows.maybe_digest(3) != seal) {
      return broken("the seal of run " + std::to_string(rows.integer(0)) + " is not in the journal at row " +
                    std::to_string(rows.integer(2)));
    }
    ++found.sealed_runs;
  }
  return {};
}

std::string name_of(DeletionState state) {
  return std::string(text_of(kDeletionStates, state));
}

// Columns: id, state, state_at, attempts, http_status, request_id, not_before, deleted_at, undo_until, at, body.
Result<void> check_deletion(const Query& row) {
  const std::string name = "deletion " + std::to_string(row.integer(0));
  if (row.is_null(10)) return broken(name + " is not in the journal");
  const MoveSnapshot journalled = decode_move(row.text(10));
  const auto state = row.as<DeletionState>(1);
  if (state != journalled.to) {
    return broken(name + " is " + name_of(state) + ", but the journal says " + name_of(journalled.to));
  }
  const bool same = row.time(2) == row.time(9) && row.integer(3) == journalled.attempts &&
                    row.integer(4) == journalled.http_status && row.text(5) == journalled.request_id &&
                    row.maybe_time(6) == journalled.not_before && row.maybe_time(7) == journalled.deleted_at &&
                    row.maybe_time(8) == journalled.undo_until;
  if (same) return {};
  return broken(name + " has other times or numbers than the journal says");
}

Result<void> check_deletions(Database& database, Verification& found) {
  Query rows = database.query(
      "SELECT d.id, d.state, d.state_at, d.attempts, d.http_status, d.request_id, d.not_before, d.deleted_at, "
      "d.undo_until, j.at, j.body FROM deletion d LEFT JOIN journal j ON j.seq = "
      "(SELECT x.seq FROM journal x WHERE x.subject = d.id AND x.kind <= 2 ORDER BY x.seq DESC LIMIT 1) ORDER BY d.id");
  rows.bind();
  while (rows.step()) {
    if (auto sound = check_deletion(rows); !sound) return sound;
    ++found.deletions;
  }
  const auto anchor = newest_anchor(database);
  Query lost = database.query(
      "SELECT j.subject, j.seq FROM journal j WHERE j.kind <= 2 AND j.seq > ?1 AND NOT EXISTS "
      "(SELECT 1 FROM deletion d WHERE d.id = j.subject) ORDER BY j.seq LIMIT 1");
  lost.bind(anchor ? anchor->link.seq : 0);
  if (!lost.step()) return {};
  return broken("deletion " + std::to_string(lost.integer(0)) + " is missing, but " + row_name(lost.integer(1)) +
                " tells of it");
}

Result<void> check_package_deletions(Database& database, Verification& /*found*/) {
  const bool purged = newest_anchor(database).has_value();
  Query rows = database.query(
      "SELECT w.id, w.state, (SELECT j.body FROM journal j WHERE j.subject = w.id AND j.kind = 10 "
      "ORDER BY j.seq DESC LIMIT 1) FROM package_deletion w ORDER BY w.id");
  rows.bind();
  while (rows.step()) {
    const std::string name = "the deletion of a package " + std::to_string(rows.integer(0));
    if (rows.is_null(2)) {
      if (!purged) return broken(name + " is not in the journal");
      continue;
    }
    const auto state = rows.as<DeletionState>(1);
    const DeletionState journalled = decode_move(rows.text(2)).to;
    if (state != journalled) {
      return broken(name + " is " + name_of(state) + ", but the journal says " + name_of(journalled));
    }
  }
  return {};
}

}  // namespace

Result<void> check_records(Database& database, Verification& found) {
  for (const auto check : {check_chain, check_purge, check_seals, check_deletions, check_package_deletions}) {
    if (auto sound = check(database, found); !sound) return sound;
  }
  return {};
}

Result<Verification> verify(const std::string& location) {
  std::string place = location;
  if (!is_in_memory(location)) {
    auto file = existing_file(location);
    if (!file) return fail(file.error());
    place = *file;
  }
  return guarded("verify the ledger", [&]() -> Result<Verification> {
    Database database(place, Database::Access::read);
    if (auto ours = check_readable(database, migrations()); !ours) return fail(ours.error());
    Transaction transaction(database, Transaction::Kind::read);
    Verification found;
    if (auto sound = check_records(database, found); !sound) return fail(sound.error());
    if (auto sound = check_sqlite(database); !sound) return fail(sound.error());
    if (auto sound = check_version_lists(database); !sound) return fail(sound.error());
    return found;
  });
}

}  // namespace retention::store
