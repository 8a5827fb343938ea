#include "store/codec.h"
#include "store/history_start.h"
#include "store/plan_changes.h"
#include "store/run_seal.h"
#include "store/verify_checks.h"

namespace retention::store {
namespace {

std::string run_name(std::int64_t run) {
  return "run " + std::to_string(run);
}

// Columns: id, exit_status, counts, finished_at, row of the seal, its kind, subject, at and body.
Result<void> check_end(const Query& row) {
  const bool its_end = row.as<JournalKind>(5) == JournalKind::run_ended && row.integer(6) == row.integer(0) &&
                       row.time(7) == row.time(3) &&
                       decode_run_end(row.text(8)).text == run_end_text(row.integer(1), row.text(2));
  if (its_end) return {};
  return broken("the end of " + run_name(row.integer(0)) + " has another time, status or other counts than " +
                row_name(row.integer(4)) + " says");
}

// Columns: run, counts, packages, versions, keep, remove, due, waiting.
Result<void> check_totals(const Query& row) {
  const RunCounts counts = decode_counts(row.text(1));
  const bool same = counts.packages == row.integer(2) && counts.versions == row.integer(3) &&
                    counts.keep == row.integer(4) && counts.remove == row.integer(5) && counts.due == row.integer(6) &&
                    counts.grace == row.integer(7);
  if (same) return {};
  return broken("what " + run_name(row.integer(0)) + " saw of its packages has other totals than its end says");
}

// Holds what the plans of a run saw and decided against the hashes beside them.
Result<void> check_plans_of(Check& check, std::int64_t run) {
  Query plans = check.database.query(
      "SELECT p.id, p.changes_hash, o.login, k.type, k.name FROM plan p "
      "JOIN package k ON k.id = p.package_id JOIN owner o ON o.id = k.owner_id "
      "WHERE p.run_id = ?1 ORDER BY p.id");
  plans.bind(run);
  while (plans.step()) {
    const PlanChanges now = changes_of(check.database, plans.id<PlanId>(0));
    if (now.hash != plans.maybe_digest(1)) {
      return broken("what " + run_name(run) + " saw or decided of the versions of " +
                    to_string(PackageRef{plans.text(2), plans.as<PackageType>(3), plans.text(4)}) +
                    " is not what plan " + std::to_string(plans.integer(0)) + " has the hash of");
    }
    check.found.changes += now.versions;
  }
  return {};
}

}  // namespace

// A journal cut at its end still holds together; the seals of finished runs tell.
Result<void> check_seals(Check& check) {
  const auto anchor = newest_anchor(check.database);
  const std::int64_t start = anchor ? anchor->link.seq : 0;
  Query rows = check.database.query(
      "SELECT r.id, r.seal, r.seal_seq, j.hash FROM run r LEFT JOIN journal j ON j.seq = r.seal_seq "
      "WHERE r.finished_at IS NOT NULL ORDER BY r.id");
  rows.bind();
  while (rows.step()) {
    if (rows.integer(2) <= start && !rows.is_null(2)) continue;
    const auto seal = rows.maybe_digest(1);
    if (!seal || rows.maybe_digest(3) != seal) {
      return broken("the seal of " + run_name(rows.integer(0)) + " is not in the journal at row " +
                    std::to_string(rows.integer(2)));
    }
    ++check.found.sealed_runs;
  }
  return {};
}

Result<void> check_ends(Check& check) {
  const auto start = history_start(check.database);
  const auto anchor = newest_anchor(check.database);
  const std::int64_t first = anchor ? anchor->link.seq : 0;
  std::map<std::int64_t, std::int64_t> left = check.told.ended;
  Query rows = check.database.query(
      "SELECT r.id, r.exit_status, r.counts, r.finished_at, j.seq, j.kind, j.subject, j.at, j.body FROM run r "
      "LEFT JOIN journal j ON j.seq = r.seal_seq ORDER BY r.id");
  rows.bind();
  while (rows.step()) {
    const auto told = left.extract(rows.integer(0));
    if (!told && rows.integer(4) > first) {
      return broken("the seal of " + run_name(rows.integer(0)) + " is at " + row_name(rows.integer(4)) +
                    ", which does not tell of its end");
    }
    if (!told) continue;  // it has not ended, or its end was purged
    if (rows.maybe_integer(4) != told.mapped()) {
      return broken(run_name(rows.integer(0)) + " is written down as one that did not end, or at another row, but " +
                    row_name(told.mapped()) + " tells of its end");
    }
    if (auto sound = check_end(rows); !sound) return sound;
  }
  for (const auto& [run, seq] : left) {
    if (!start || run >= start->first_run.value) {
      return broken(run_name(run) + " is missing, but " + row_name(seq) + " tells of its end");
    }
  }
  return {};
}

Result<void> check_run_totals(Check& check) {
  const auto start = history_start(check.database);
  Query totals = check.database.query(
      "SELECT r.id, r.counts, count(x.run_id), total(x.versions), total(x.keep), total(x.remove), total(x.due), "
      "total(x.waiting) FROM run r LEFT JOIN run_package x ON x.run_id = r.id "
      "WHERE r.id >= ?1 AND r.kind <> ?2 AND r.finished_at IS NOT NULL GROUP BY r.id ORDER BY r.id");
  totals.bind(start ? start->first_run : RunId{}, RunKind::undo);
  while (totals.step()) {
    if (auto sound = check_totals(totals); !sound) return sound;
  }
  return {};
}

// Ends of older programs say nothing of changes; of a run that did not end there is no end.
Result<void> check_changes(Check& check) {
  const auto start = history_start(check.database);
  for (const auto& [run, seq] : check.told.ended) {
    if (start && run < start->first_run.value) continue;
    Query end = check.database.query("SELECT body FROM journal WHERE seq = ?1");
    end.bind(seq);
    if (!end.step()) continue;
    const auto told = decode_run_end(end.text(0)).changes;
    if (!told) continue;
    if (auto sound = check_plans_of(check, run); !sound) return sound;
    if (changes_of(check.database, RunId{run}) != *told) {
      return broken("what the plans of " + run_name(run) + " saw or decided is not what " + row_name(seq) +
                    " has the hash of");
    }
  }
  return {};
}

}  // namespace retention::store
