#include "store/package_deletion_rows.h"

#include <string>

#include "store/package_rows.h"

namespace retention::store {
namespace {

PackageDeletionRow read_row(const Query& query) {
  PackageDeletionRow found{query.id<PackageDeletionId>(0), query.id<RunId>(1), {}};
  found.row.package = query.integer(2);
  found.row.state = query.as<DeletionState>(3);
  found.row.sent_at = query.maybe_time(4);
  found.row.deleted_at = query.maybe_time(5);
  found.row.undo_until = query.maybe_time(6);
  return found;
}

// Whoever had the name in between is gone, or the old package could not be back.
void reopen_package(Database& database, std::int64_t package, RunId run) {
  Query close = database.query(
      "UPDATE package SET gone_run = ?2 WHERE gone_run IS NULL AND id <> ?1 AND (owner_id, type, name) = "
      "(SELECT owner_id, type, name FROM package WHERE id = ?1)");
  close.bind(package, run);
  close.run();
  Query open = database.query("UPDATE package SET gone_run = NULL WHERE id = ?1");
  open.bind(package);
  open.run();
}

}  // namespace

std::optional<PackageDeletionRow> find_package_deletion(Database& database, PackageDeletionId id) {
  Query query = database.query(
      "SELECT id, run_id, package_id, state, sent_at, deleted_at, undo_until FROM package_deletion WHERE id = ?1");
  query.bind(id);
  if (!query.step()) return std::nullopt;
  return read_row(query);
}

PackageDeletionRow make_package_deletion(Database& database, RunId run, std::int64_t package, SysTime at) {
  Query insert =
      database.query("INSERT INTO package_deletion (run_id, package_id, state, state_at) VALUES (?1, ?2, ?3, ?4)");
  insert.bind(run, package, DeletionState::queued, at);
  insert.run();
  PackageDeletionRow made{PackageDeletionId{database.last_row_id()}, run, {}};
  made.row.package = package;
  made.row.state = DeletionState::queued;
  return made;
}

void apply_package_move(Database& database, Journal& journal, const PackageDeletionRow& deletion,
                        const StateMove& move) {
  const DeletionRow after = moved(database, deletion.row, move);
  Query update = database.query(
      "UPDATE package_deletion SET state = ?2, state_at = ?3, sent_at = ?4, http_status = nullif(?5, 0), "
      "request_id = nullif(?6, ''), deleted_at = ?7, undo_until = ?8 WHERE id = ?1");
  update.bind(deletion.id, after.state, move.at, after.sent_at, move.http_status, move.request_id, after.deleted_at,
              after.undo_until);
  update.run();
  const RunId run = move.run.value_or(deletion.run);
  if (move.to == DeletionState::deleted || move.to == DeletionState::gone) {
    set_gone(database, after.package, run);
  }
  if (move.to == DeletionState::restored) reopen_package(database, after.package, run);
  journal.append({move.at, move.run, JournalKind::package_moved, deletion.id.value, journal_body(after, move)});
}

std::vector<DeletionRow> rows_with(Database& database, PackageDeletionId id) {
  std::vector<DeletionId> ids;
  {
    Query query = database.query("SELECT id FROM deletion WHERE package_deletion_id = ?1 ORDER BY id");
    query.bind(id);
    while (query.step()) ids.push_back(query.id<DeletionId>(0));
  }
  std::vector<DeletionRow> rows;
  rows.reserve(ids.size());
  for (const DeletionId each : ids) rows.push_back(*find_deletion(database, each));
  return rows;
}

std::vector<PackageWork> read_package_work(Database& database, std::string_view condition) {
  Query query = database.query("SELECT w.id, w.run_id, w.state, w.sent_at, w.deleted_at, w.undo_until, " +
                               std::string(kPackageColumns) +
                               " FROM package_deletion w JOIN package k ON k.id = w.package_id "
                               "JOIN owner o ON o.id = k.owner_id WHERE " +
                               std::string(condition) + " ORDER BY w.id");
  query.bind();
  std::vector<PackageWork> work;
  while (query.step()) {
    work.push_back({query.id<PackageDeletionId>(0), query.id<RunId>(1), read_package(query, 6),
                    query.as<DeletionState>(2), query.maybe_time(3), query.maybe_time(4), query.maybe_time(5)});
  }
  return work;
}

}  // namespace retention::store
