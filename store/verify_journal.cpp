#include <algorithm>
#include <cctype>

#include "store/codec.h"
#include "store/history_start.h"
#include "store/verify_checks.h"

namespace retention::store {
namespace {

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

// Remembers a row that tells of something with a row elsewhere.
void keep(Told& told, const JournalRow& row) {
  const std::int64_t subject = row.entry.subject;
  switch (row.entry.kind) {
    case JournalKind::pinned:
      told.pinned.insert_or_assign(subject, row);
      return;
    case JournalKind::unpinned:
      told.unpinned.insert_or_assign(subject, row);
      return;
    case JournalKind::approved:
      told.approvals[subject].push_back(row);
      told.decided.insert_or_assign(subject, row);
      return;
    case JournalKind::rejected:
      told.decided.insert_or_assign(subject, row);
      return;
    case JournalKind::held:
    case JournalKind::released:
      told.holds.insert_or_assign(subject, row);
      return;
    case JournalKind::paused:
    case JournalKind::resumed:
      told.pause = row;
      return;
    case JournalKind::package_moved:
      told.packages.insert_or_assign(subject, row);
      return;
    case JournalKind::run_ended:
      told.ended.insert_or_assign(subject, row.seq);
      return;
    case JournalKind::deletion_made:  // compared by a query of their own
    case JournalKind::deletion_moved:
    case JournalKind::run_blocked:
    case JournalKind::rules_loaded:
    case JournalKind::purged:
    case JournalKind::command_made:
    case JournalKind::command_finished:
      return;
  }
}

// The head that stands beside the journal; the sequence number is 0 while no row was ever written.
struct KeptHead {
  std::int64_t seq{0};
  std::string hash;  // 64 upper-case hex digits
};

KeptHead kept_head(Database& database) {
  Query row = database.query(
      "SELECT CAST(substr(value, 1, instr(value, ' ') - 1) AS INTEGER), substr(value, instr(value, ' ') + 1) "
      "FROM meta WHERE key = 'journal_head'");
  row.bind();
  return row.step() ? KeptHead{row.integer(0), row.text(1)} : KeptHead{};
}

std::string upper_hex(const Digest& digest) {
  std::string hex = to_hex(digest);
  std::ranges::transform(hex, hex.begin(), [](unsigned char digit) { return std::toupper(digit); });
  return hex;
}

// A chain whose last rows were taken holds in itself; the head was kept when they were written.
Result<void> check_head(Database& database, const ChainLink& last) {
  const KeptHead head = kept_head(database);
  if (head.seq > last.seq) return broken(row_name(last.seq + 1) + " is missing");
  const bool same = head.seq == last.seq && (last.seq == 0 || head.hash == upper_hex(last.hash));
  if (same) return {};
  return broken("the head of the journal in table meta is not its last row, " + row_name(last.seq));
}

}  // namespace

Result<void> check_chain(Check& check) {
  const auto anchor = newest_anchor(check.database);
  ChainLink link = anchor ? anchor->link : ChainLink{};
  if (auto sound = check_leftovers(check.database, link); !sound) return sound;
  Query rows = check.database.query(
      "SELECT seq, at, run_id, kind, subject, body, hash FROM journal WHERE seq > ?1 ORDER BY seq");
  rows.bind(link.seq);
  while (rows.step()) {
    const JournalRow row = read_row(rows);
    if (row.seq != link.seq + 1) return broken(row_name(link.seq + 1) + " is missing");
    if (chained_hash(link, row.entry) != row.hash) return broken(row_name(row.seq) + " does not match its hash");
    link = {row.seq, row.hash};
    if (check.found.journal_rows++ == 0) {
      check.found.first_seq = row.seq;
      check.found.first_at = row.entry.at;
    }
    check.found.last_at = row.entry.at;
    keep(check.told, row);
  }
  check.found.head_seq = link.seq;
  check.found.head = link.hash;
  return check_head(check.database, link);
}

// What the newest purge said of itself is what the tables say; without one nothing was purged.
Result<void> check_purge(Check& check) {
  Query row = check.database.query("SELECT seq, body FROM journal WHERE kind = ?1 ORDER BY seq DESC LIMIT 1");
  row.bind(JournalKind::purged);
  const bool purged = row.step();
  const std::string told = purged ? row.text(1) : encode_purge(std::nullopt, std::nullopt);
  if (encode_purge(history_start(check.database), newest_anchor(check.database)) == told) return {};
  return broken(purged ? "the anchor is not the one that " + row_name(row.integer(0)) + " tells of"
                       : "there is an anchor, but the journal tells of no purge");
}

}  // namespace retention::store
