#include "store/verify.h"

#include "store/codec.h"
#include "store/journal.h"
#include "store/location.h"
#include "store/migrate.h"

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

ChainLink first_link(Database& database) {
  Query anchor = database.query("SELECT seq, hash FROM anchor ORDER BY seq DESC LIMIT 1");
  anchor.bind();
  if (!anchor.step()) return {};
  return {anchor.integer(0), anchor.digest(1)};
}

std::string row_name(std::int64_t seq) {
  return "row " + std::to_string(seq) + " of the journal";
}

Result<void> check_chain(Database& database, Verification& found) {
  ChainLink link = first_link(database);
  Query rows =
      database.query("SELECT seq, at, run_id, kind, subject, body, hash FROM journal WHERE seq > ?1 ORDER BY seq");
  rows.bind(link.seq);
  while (rows.step()) {
    const std::int64_t seq = rows.integer(0);
    if (seq != link.seq + 1) return broken(row_name(link.seq + 1) + " is missing");
    JournalEntry entry{rows.time(1), std::nullopt, rows.as<JournalKind>(3), rows.integer(4), rows.text(5)};
    if (!rows.is_null(2)) entry.run = rows.id<RunId>(2);
    const Digest hash = rows.digest(6);
    if (chained_hash(link, entry) != hash) return broken(row_name(seq) + " does not match its hash");
    link = {seq, hash};
    if (found.journal_rows++ == 0) {
      found.first_seq = seq;
      found.first_at = entry.at;
    }
    found.last_at = entry.at;
  }
  found.head_seq = link.seq;
  found.head = link.hash;
  return {};
}

// A journal cut at its end still holds together; the seals of finished runs tell.
Result<void> check_seals(Database& database, Verification& found) {
  const std::int64_t start = first_link(database).seq;
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

std::string contradiction(const std::string& deletion, const std::string& state, const std::string& journalled) {
  return deletion + " is " + state + ", but the journal says " + journalled;
}

Result<void> check_deletions(Database& database, Verification& found) {
  const bool purged = first_link(database).seq > 0;
  Query rows = database.query(
      "SELECT d.id, d.state, (SELECT j.body FROM journal j WHERE j.subject = d.id AND j.kind <= 2 "
      "ORDER BY j.seq DESC LIMIT 1) FROM deletion d ORDER BY d.id");
  rows.bind();
  while (rows.step()) {
    const std::string name = "deletion " + std::to_string(rows.integer(0));
    const std::string state(text_of(kDeletionStates, rows.as<DeletionState>(1)));
    if (rows.is_null(2)) {
      if (!purged) return broken(name + " is not in the journal");
      continue;
    }
    const std::string journalled(text_of(kDeletionStates, decode_move(rows.text(2)).to));
    if (state != journalled) return broken(contradiction(name, state, journalled));
    ++found.deletions;
  }
  return {};
}

Result<void> check_package_deletions(Database& database, Verification& /*found*/) {
  if (first_link(database).seq > 0) return {};
  Query rows = database.query(
      "SELECT w.id, w.state, (SELECT j.body FROM journal j WHERE j.subject = w.id AND j.kind = 20 "
      "ORDER BY j.seq DESC LIMIT 1) FROM package_deletion w ORDER BY w.id");
  rows.bind();
  while (rows.step()) {
    const std::string name = "the deletion of a package " + std::to_string(rows.integer(0));
    if (rows.is_null(2)) return broken(name + " is not in the journal");
    const std::string state(text_of(kDeletionStates, rows.as<DeletionState>(1)));
    const std::string journalled(text_of(kDeletionStates, decode_move(rows.text(2)).to));
    if (state != journalled) return broken(contradiction(name, state, journalled));
  }
  return {};
}

}  // namespace

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
    for (const auto check : {check_chain, check_seals, check_deletions, check_package_deletions}) {
      if (auto sound = check(database, found); !sound) return fail(sound.error());
    }
    if (auto sound = check_sqlite(database); !sound) return fail(sound.error());
    return found;
  });
}

}  // namespace retention::store
