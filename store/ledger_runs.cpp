#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "store/codec.h"
#include "store/deletion_rows.h"
#include "store/journal.h"
#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/novelty.h"
#include "store/run_rows.h"
#include "store/run_seal.h"

namespace retention::store {
namespace {

// A plan is done when nothing of it waits any more.
void close_plans(Database& database, RunId run) {
  Query update = database.query(
      "UPDATE plan SET status = ?2 WHERE run_id = ?1 AND status = ?3 AND NOT EXISTS "
      "(SELECT 1 FROM deletion d WHERE d.plan_id = plan.id AND d.state IN (1, 2, 3, 4, 5, 9))");
  update.bind(run, PlanStatus::done, PlanStatus::planned);
  update.run();
}

constexpr int kStatusOfInterruption = 130;

int recorded_status(const RunEnd& end, const RunCounts& counts, const std::function<int()>& interrupted) {
  const bool asking = counts.blocked + counts.awaiting > 0;
  const int status = asking ? end.exit_status_if_asking.value_or(end.exit_status) : end.exit_status;
  return status == kStatusOfInterruption && interrupted ? interrupted() : status;
}

Result<void> no_such_run(RunId run) {
  return fail(ErrorCode::internal, "run " + std::to_string(run.value) + " is not one that is under way");
}

// A role may have been granted and a name corrected since; one call tells. What a read has to settle stays on hold.
void lift_holds_of_earlier_runs(Database& database, RunId run, SysTime at) {
  Query update =
      database.query("UPDATE package SET hold_code = NULL, hold_until = NULL WHERE hold_code IN (?1, ?2) RETURNING id");
  update.bind(Hold::admin_missing, Hold::redirected);
  std::vector<std::int64_t> packages;
  while (update.step()) packages.push_back(update.integer(0));
  Journal journal(database);
  for (const std::int64_t package : packages) {
    journal.append({at, run, JournalKind::released, package, encode_note("tried again by a new run")});
  }
}

// Blocks the plans that have something queued which nobody approved. New to people are they if one of them is.
Novelty block_plans(Database& database, RunId run, std::string_view limit_note) {
  Query update = database.query(
      "UPDATE plan SET status = ?2, reason = ?3, breach = ?4 WHERE run_id = ?1 AND EXISTS "
      "(SELECT 1 FROM deletion d WHERE d.plan_id = plan.id AND d.state IN (3, 4) AND d.approval_plan_id IS NULL) "
      "RETURNING package_id, items_hash");
  update.bind(run, PlanStatus::blocked, limit_note, LimitBreach::cycle);
  std::vector<Question> questions;
  while (update.step()) questions.push_back({run, update.integer(0), PlanStatus::blocked, update.digest(1)});
  const auto is_new = [&](const Question& asked) { return novelty_of(database, asked) == Novelty::first_seen; };
  return std::ranges::any_of(questions, is_new) ? Novelty::first_seen : Novelty::seen_before;
}

bool is_open(Database& database, RunId run) {
  Query query = database.query("SELECT 1 FROM run WHERE id = ?1 AND finished_at IS NULL");
  query.bind(run);
  return query.step();
}

// While it lives, what another connection has locked is not waited for.
class WithoutWaiting {
 public:
  explicit WithoutWaiting(Database& database) : database_(database) {
    Query query = database.query("PRAGMA busy_timeout");
    query.bind();
    query.step();
    milliseconds_ = query.integer(0);
    database.execute("PRAGMA busy_timeout = 0");
  }
  ~WithoutWaiting() {
    try {
      database_.execute("PRAGMA busy_timeout = " + std::to_string(milliseconds_));
    } catch (const DatabaseFailure&) {
      // Then whoever meets a lock is told at once, and tries again with its next cycle.
    }
  }
  WithoutWaiting(const WithoutWaiting&) = delete;
  WithoutWaiting& operator=(const WithoutWaiting&) = delete;
  WithoutWaiting(WithoutWaiting&&) = delete;
  WithoutWaiting& operator=(WithoutWaiting&&) = delete;

 private:
  Database& database_;
  std::int64_t milliseconds_{0};
};

}  // namespace

// A reader may hold the log open, as litestream does at all times, and is not waited for: everything is committed, and
// a later checkpoint takes along what stays in the log.
void checkpoint(Database& database) {
  try {
    const WithoutWaiting now(database);
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (const DatabaseFailure&) {
    // A disk that does not take it is told by the next transaction.
  }
}

Result<RunId> Ledger::begin_run(const RunStart& start) {
  return guarded("begin a run", [&]() -> Result<RunId> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    Query insert = database.query(
        "INSERT INTO run (kind, binding, trigger, actor, ruleset_id, program, now, started_at, only_policy) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)");
    insert.bind(start.kind, start.binding, start.trigger, start.actor, start.ruleset, start.program, start.now,
                start.only_policy);
    insert.run();
    const RunId run{database.last_row_id()};
    transaction.commit();
    return run;
  });
}

void Ledger::tell_interruptions_apart(std::function<int()> status) {
  impl_->interrupted = std::move(status);
}

Result<void> Ledger::lift_holds(RunId run, SysTime at) {
  return guarded("take packages off hold", [&]() -> Result<void> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    if (!is_open(database, run)) return no_such_run(run);
    lift_holds_of_earlier_runs(database, run, at);
    transaction.commit();
    return {};
  });
}

void Ledger::on_run_end(std::function<void(const Head&)> listener) {
  impl_->on_run_end = std::move(listener);
}

Result<void> Ledger::finish_run(RunId run, const RunEnd& end) {
  return guarded("end the run", [&]() -> Result<void> {
    Database& database = *impl_->database;
    std::optional<Head> head;
    {
      Transaction transaction(database, Transaction::Kind::write);
      if (!is_open(database, run)) return no_such_run(run);
      const RunKind kind = kind_of(database, run).value_or(RunKind::plan);
      Query binding = database.query("SELECT binding FROM run WHERE id = ?1");
      binding.bind(run);
      if (binding.step() && binding.as<Binding>(0) == Binding::binding) close_plans(database, run);
      const RunCounts counts = count_run(database, run, kind);
      const int status = recorded_status(end, counts, impl_->interrupted);
      const RunEndNote note{run_end_text(status, encode_counts(counts)), changes_of(database, run)};
      const ChainLink seal =
          Journal(database).append({end.finished_at, run, JournalKind::run_ended, run.value, encode_run_end(note)});
      Query update = database.query(
          "UPDATE run SET finished_at = ?2, exit_status = ?3, api_requests = ?4, registry_requests = ?5, "
          "counts = ?6, seal = ?7, seal_seq = ?8 WHERE id = ?1");
      update.bind(run, end.finished_at, status, end.api_requests, end.registry_requests, encode_counts(counts),
                  seal.hash, seal.seq);
      update.run();
      transaction.commit();
      head = Head{seal.seq, seal.hash};
    }
    if (impl_->on_run_end) impl_->on_run_end(*head);
    checkpoint(database);
    return {};
  });
}

Result<void> Ledger::warn(RunId run, const RunWarning& warning, SysTime at) {
  return guarded("record a warning", [&]() -> Result<void> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    if (!is_open(database, run)) return no_such_run(run);
    Query insert = database.query(
        "INSERT INTO run_warning (run_id, ordinal, at, code, text, place) VALUES (?1, "
        "1 + coalesce((SELECT max(ordinal) FROM run_warning WHERE run_id = ?1), 0), ?2, ?3, ?4, ?5)");
    insert.bind(run, at, warning.code, warning.text, warning.where);
    insert.run();
    transaction.commit();
    return {};
  });
}

Result<Novelty> Ledger::block_run(RunId run, std::string_view limit_note, SysTime at) {
  return guarded("block the run", [&]() -> Result<Novelty> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    if (!is_open(database, run)) return fail(no_such_run(run).error());
    const Novelty novelty = block_plans(database, run, limit_note);
    Journal journal(database);
    StateMove move;
    move.to = DeletionState::blocked;
    move.at = at;
    move.run = run;
    move.note = limit_note;
    for (const DeletionId id : unapproved_in(database, run)) {
      apply_move(database, journal, *find_deletion(database, id), move);
    }
    journal.append({at, run, JournalKind::run_blocked, run.value, encode_note(limit_note)});
    transaction.commit();
    return novelty;
  });
}

}  // namespace retention::store
