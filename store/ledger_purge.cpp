#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

#include "store/codec.h"
#include "store/deletion_rows.h"
#include "store/history_start.h"
#include "store/journal.h"
#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/package_deletion_rows.h"
#include "store/purge_steps.h"
#include "store/run_rows.h"

namespace retention::store {
namespace {

constexpr std::int64_t kBatch = 2000;
constexpr std::chrono::days kLeast{35};                  // GitHub restores for 30 days
constexpr std::string_view kPurgedPlan = "purged_plan";  // in table meta: the first plan that the last purge kept

// The values that all statements of a purge have.
struct Bounds {
  RunId first_run;
  PlanId first_plan;
  PlanId last_plan;
  std::int64_t anchor{0};
  SysTime before;
};

template <typename... Values>
std::int64_t number(Database& database, const std::string& sql, const Values&... values) {
  Query query = database.query(sql);
  query.bind(values...);
  return query.step() ? query.integer(0) : 0;
}

Bounds bounds_of(Database& database, SysTime before) {
  Bounds bounds;
  bounds.before = before;
  bounds.first_run.value = number(database,
                                  "SELECT coalesce((SELECT id FROM run WHERE coalesce(finished_at, started_at) >= ?1 "
                                  "ORDER BY id LIMIT 1), (SELECT max(id) FROM run), 0)",
                                  before);
  bounds.first_plan.value = number(database,
                                   "SELECT coalesce((SELECT min(id) FROM plan WHERE run_id >= ?1), "
                                   "1 + (SELECT max(id) FROM plan), 0)",
                                   bounds.first_run);
  bounds.last_plan.value = number(database, "SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?1", kPurgedPlan);
  const std::int64_t first_kept =
      number(database, "SELECT seq FROM journal WHERE at >= ?1 OR run_id >= ?2 ORDER BY seq LIMIT 1", before,
             bounds.first_run);
  bounds.anchor = std::max(first_kept - 1, number(database, "SELECT max(seq) FROM anchor"));
  return bounds;
}

Query bound(Database& database, std::string_view statement, const Bounds& bounds) {
  Query query = database.query(std::string(kPurgeBounds) + std::string(statement));
  query.bind(kBatch, bounds.first_run, bounds.first_plan, bounds.last_plan, bounds.anchor, bounds.before);
  return query;
}

// Deletions that stay although all that the journal says of them goes: their newest row is written once more.
void carry_over(Database& database, Journal& journal, const Bounds& bounds) {
  std::vector<JournalEntry> entries;
  {
    Query rows = bound(database,
                       "SELECT n.subject, n.at, n.body FROM (SELECT j.subject, max(j.seq) AS seq FROM journal j "
                       "WHERE j.kind <= 2 AND j.subject IN (SELECT o.subject FROM journal o WHERE o.kind <= 2 "
                       "AND o.seq <= (SELECT anchor FROM b)) GROUP BY j.subject) m JOIN journal n ON n.seq = m.seq "
                       "JOIN deletion d ON d.id = n.subject WHERE n.seq <= (SELECT anchor FROM b) "
                       "AND d.id NOT IN spent ORDER BY n.seq",
                       bounds);
    while (rows.step()) {
      entries.push_back({rows.time(1), std::nullopt, JournalKind::deletion_moved, rows.integer(0), rows.text(2)});
    }
  }
  for (const JournalEntry& entry : entries) journal.append(entry);
}

void set_anchor(Database& database, const Bounds& bounds, SysTime at) {
  Query insert = database.query(
      "INSERT INTO anchor (seq, hash, at, why) SELECT seq, hash, ?2, 'older than ledger.keep' FROM journal "
      "WHERE seq = ?1");
  insert.bind(bounds.anchor, at);
  insert.run();
  Query remove = database.query("DELETE FROM anchor WHERE seq < ?1");
  remove.bind(bounds.anchor);
  remove.run();
}

// Says what goes, before it does.
void announce(Database& database, const Bounds& bounds, SysTime at) {
  const auto anchor = newest_anchor(database);
  const auto start = history_start(database);
  const bool runs_go = number(database, "SELECT min(id) FROM run") < bounds.first_run.value &&
                       (!start || start->first_run < bounds.first_run);
  const bool journal_goes = bounds.anchor > (anchor ? anchor->link.seq : 0);
  if (!runs_go && !journal_goes) return;
  Transaction transaction(database, Transaction::Kind::write);
  Journal journal(database);
  if (runs_go) set_history_start(database, {bounds.first_run, bounds.before});
  if (journal_goes) {
    set_anchor(database, bounds, at);
    carry_over(database, journal, bounds);
  }
  journal.append({at, std::nullopt, JournalKind::purged, bounds.first_run.value,
                  encode_purge(history_start(database), newest_anchor(database))});
  transaction.commit();
}

// A deletion of a whole package that failed is sent by nobody again: only a person deletes a package.
void give_up_failed(Database& database, SysTime before, SysTime at) {
  Transaction transaction(database, Transaction::Kind::write);
  std::vector<PackageDeletionId> failed;
  {
    Query query = database.query("SELECT id FROM package_deletion WHERE state = ?1 AND state_at < ?2 LIMIT ?3");
    query.bind(DeletionState::failed, before, kBatch);
    while (query.step()) failed.push_back(query.id<PackageDeletionId>(0));
  }
  StateMove move;
  move.to = DeletionState::cancelled;
  move.at = at;
  move.note = "it failed, and nobody asked for it again";
  Journal journal(database);
  for (const PackageDeletionId id : failed) {
    apply_package_move(database, journal, *find_package_deletion(database, id), move);
    for (const DeletionRow& row : rows_with(database, id)) {
      if (may_move(row.state, move.to)) apply_move(database, journal, row, move);
    }
  }
  transaction.commit();
}

// One transaction of a step; the rows that its last statement deleted.
std::int64_t take(Database& database, const PurgeStep& step, const Bounds& bounds) {
  Transaction transaction(database, Transaction::Kind::write);
  for (const std::string_view statement : step.statements) bound(database, statement, bounds).run();
  const std::int64_t rows = number(database, "SELECT changes()");
  transaction.commit();
  return rows;
}

void remember_plan(Database& database, PlanId plan) {
  Query upsert =
      database.query("INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2");
  upsert.bind(kPurgedPlan, std::to_string(plan.value));
  upsert.run();
}

}  // namespace

Result<Purged> Ledger::purge(RunId run, const Duration& keep, const Zone& zone, const std::stop_token& stop) {
  return guarded("purge the ledger", [&]() -> Result<Purged> {
    Database& database = *impl_->database;
    Purged purged;
    const auto end = trusted_end(database, run);
    if (!end) return purged;
    const Bounds bounds = bounds_of(database, std::min(subtract(*end, keep, zone), *end - kLeast));
    give_up_failed(database, bounds.before, *end);
    announce(database, bounds, *end);
    for (const PurgeStep& step : purge_steps()) {
      const bool journal = step.name == "the journal";
      for (std::int64_t rows = 1; rows > 0;) {
        if (stop.stop_requested()) return purged;
        rows = take(database, step, bounds);
        (journal ? purged.journal_rows : purged.rows) += rows;
      }
    }
    remember_plan(database, bounds.first_plan);
    checkpoint(database);
    return purged;
  });
}

}  // namespace retention::store
