#include "store/run_rows.h"

#include <limits>

namespace retention::store {
namespace {

void add_state(RunCounts& counts, DeletionState state, std::int64_t rows) {
  switch (state) {
    case DeletionState::blocked:
      counts.blocked += rows;
      return;
    case DeletionState::awaiting:
      counts.awaiting += rows;
      return;
    case DeletionState::held:
    case DeletionState::queued:
      counts.waiting += rows;
      return;
    case DeletionState::deleting:
      counts.deleting += rows;
      return;
    case DeletionState::restoring:
      counts.deleted += rows;
      counts.restoring += rows;
      return;
    case DeletionState::deleted:
    case DeletionState::superseded:
    case DeletionState::expired:
      counts.deleted += rows;
      return;
    case DeletionState::gone:
      counts.gone += rows;
      return;
    case DeletionState::refused:
      counts.refused += rows;
      return;
    case DeletionState::failed:
      counts.failed += rows;
      return;
    case DeletionState::restore_failed:
      counts.deleted += rows;
      counts.failed += rows;
      return;
    case DeletionState::stale:
      counts.stale += rows;
      return;
    case DeletionState::restored:
      counts.deleted += rows;
      counts.restored += rows;
      return;
    case DeletionState::cancelled:
      return;
  }
}

void add_states(RunCounts& counts, Query query, RunId run) {
  query.bind(run);
  while (query.step()) add_state(counts, query.as<DeletionState>(0), query.integer(1));
}

}  // namespace

std::int64_t last_seq_of(Database& database, RunId run) {
  Query query = database.query("SELECT seal_seq FROM run WHERE id = ?1");
  query.bind(run);
  if (!query.step()) return 0;
  return query.maybe_integer(0).value_or(std::numeric_limits<std::int64_t>::max());
}

SysTime clock_of(Database& database, RunId run) {
  Query query = database.query("SELECT now FROM run WHERE id = ?1");
  query.bind(run);
  return query.step() ? query.time(0) : SysTime();
}

std::optional<SysTime> trusted_end(Database& database, RunId run) {
  Query query = database.query(
      "SELECT min(n.now, n.finished_at) FROM run n WHERE n.id = ?1 AND n.binding = 1 AND n.finished_at IS NOT NULL "
      "AND EXISTS (SELECT 1 FROM run_package r WHERE r.run_id = n.id AND r.completeness = ?2) "
      "AND NOT EXISTS (SELECT 1 FROM run_package r WHERE r.run_id = n.id AND r.completeness = ?3)");
  query.bind(run, Incompleteness::complete, Incompleteness::clock_differs);
  if (!query.step()) return std::nullopt;
  return query.time(0);
}

std::optional<RunKind> kind_of(Database& database, RunId run) {
  Query query = database.query("SELECT kind FROM run WHERE id = ?1");
  query.bind(run);
  if (!query.step()) return std::nullopt;
  return query.as<RunKind>(0);
}

RunCounts count_run(Database& database, RunId run, RunKind kind) {
  RunCounts counts;
  if (kind == RunKind::undo) {
    constexpr auto kTouched =
        "FROM deletion d WHERE d.id IN (SELECT subject FROM journal WHERE run_id = ?1 AND kind = 2)";
    Query totals = database.query(std::string("SELECT count(DISTINCT d.package_id), count(*) ") + kTouched);
    totals.bind(run);
    totals.step();
    counts.packages = totals.integer(0);
    counts.versions = totals.integer(1);
    add_states(counts, database.query(std::string("SELECT d.state, count(*) ") + kTouched + " GROUP BY d.state"), run);
    return counts;
  }
  Query totals = database.query(
      "SELECT count(*), total(versions), total(keep), total(remove), total(due), total(waiting) FROM run_package "
      "WHERE run_id = ?1");
  totals.bind(run);
  totals.step();
  counts.packages = totals.integer(0);
  counts.versions = totals.integer(1);
  counts.keep = totals.integer(2);
  counts.remove = totals.integer(3);
  counts.due = totals.integer(4);
  counts.grace = totals.integer(5);
  add_states(counts,
             database.query("SELECT d.state, count(*) FROM deletion d JOIN plan p ON p.id = d.plan_id "
                            "WHERE p.run_id = ?1 GROUP BY d.state"),
             run);
  return counts;
}

}  // namespace retention::store
