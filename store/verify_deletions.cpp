#include "store/codec.h"
#include "store/history_start.h"
#include "store/verify_checks.h"

namespace retention::store {
namespace {

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

// Columns: id, state, state_at, http_status, request_id, deleted_at, undo_until.
Result<void> check_package_deletion(const Query& row, const JournalRow& told) {
  const std::string name = "the deletion of a package " + std::to_string(row.integer(0));
  const MoveSnapshot journalled = decode_move(told.entry.body);
  const auto state = row.as<DeletionState>(1);
  if (state != journalled.to) {
    return broken(name + " is " + name_of(state) + ", but the journal says " + name_of(journalled.to));
  }
  const bool same = row.time(2) == told.entry.at && row.integer(3) == journalled.http_status &&
                    row.text(4) == journalled.request_id && row.maybe_time(5) == journalled.deleted_at &&
                    row.maybe_time(6) == journalled.undo_until;
  if (same) return {};
  return broken(name + " has other times or numbers than " + row_name(told.seq) + " says");
}

}  // namespace

Result<void> check_deletions(Check& check) {
  Query rows = check.database.query(
      "SELECT d.id, d.state, d.state_at, d.attempts, d.http_status, d.request_id, d.not_before, d.deleted_at, "
      "d.undo_until, j.at, j.body FROM deletion d LEFT JOIN journal j ON j.seq = "
      "(SELECT x.seq FROM journal x WHERE x.subject = d.id AND x.kind <= 2 ORDER BY x.seq DESC LIMIT 1) ORDER BY d.id");
  rows.bind();
  while (rows.step()) {
    if (auto sound = check_deletion(rows); !sound) return sound;
    ++check.found.deletions;
  }
  const auto anchor = newest_anchor(check.database);
  Query lost = check.database.query(
      "SELECT j.subject, j.seq FROM journal j WHERE j.kind <= 2 AND j.seq > ?1 AND NOT EXISTS "
      "(SELECT 1 FROM deletion d WHERE d.id = j.subject) ORDER BY j.seq LIMIT 1");
  lost.bind(anchor ? anchor->link.seq : 0);
  if (!lost.step()) return {};
  return broken("deletion " + std::to_string(lost.integer(0)) + " is missing, but " + row_name(lost.integer(1)) +
                " tells of it");
}

Result<void> check_sending_order(Check& check) {
  Query rows = check.database.query(
      "SELECT a.deletion_id, a.after_id, d.plan_id = f.plan_id FROM deletion_after a "
      "JOIN deletion d ON d.id = a.deletion_id JOIN deletion f ON f.id = a.after_id "
      "WHERE d.plan_id <> f.plan_id OR (d.sent_at IS NOT NULL AND f.state NOT IN (6, 7, 12, 13, 14, 15, 16)) LIMIT 1");
  rows.bind();
  if (!rows.step()) return {};
  const std::string what = "deletion " + std::to_string(rows.integer(0));
  const std::string before = "deletion " + std::to_string(rows.integer(1));
  if (rows.integer(2) == 0) return broken(what + " waits for " + before + ", which is of another plan");
  return broken(what + " was sent, but " + before + ", which has to be gone before it, is not");
}

Result<void> check_package_deletions(Check& check) {
  Query rows = check.database.query(
      "SELECT id, state, state_at, http_status, request_id, deleted_at, undo_until FROM package_deletion ORDER BY id");
  rows.bind();
  std::map<std::int64_t, JournalRow> left = check.told.packages;
  while (rows.step()) {
    const auto told = left.extract(rows.integer(0));
    if (!told && check.purged) continue;
    if (!told) return broken("the deletion of a package " + std::to_string(rows.integer(0)) + " is not in the journal");
    if (auto sound = check_package_deletion(rows, told.mapped()); !sound) return sound;
  }
  if (left.empty()) return {};
  return broken("the deletion of a package " + std::to_string(left.begin()->first) + " is missing, but " +
                row_name(left.begin()->second.seq) + " tells of it");
}

}  // namespace retention::store
