#include <limits>

#include "store/history.h"
#include "store/history_impl.h"
#include "store/package_rows.h"
#include "store/run_rows.h"

namespace retention::store {
namespace {

struct PackageRow {
  PackageRecord record;
  std::int64_t key{0};
};

PackageRow read_package_row(const Query& query) {
  const PlanHeader header = decode_header(query.text(7));
  PackageRecord record;
  record.package = {query.text(0), query.as<PackageType>(1), query.text(2)};
  record.id = query.id<PackageId>(3);
  record.plan = query.id<PlanId>(5);
  record.plan_key = query.text(6);
  record.mode = header.mode;
  record.policies = header.policies;
  record.limits = header.limits;
  record.approved = header.approved;
  record.breach = query.as<LimitBreach>(8);
  record.status = query.as<PlanStatus>(9);
  record.status_reason = query.text(10);
  record.completeness = {query.as<Incompleteness>(11), query.text(12)};
  record.versions = query.integer(13);
  record.keep = query.integer(14);
  record.remove = query.integer(15);
  record.due = query.integer(16);
  record.waiting = query.integer(17);
  return {record, query.integer(4)};
}

constexpr std::string_view kSelectPackage =
    "SELECT r.owner, k.type, r.name, k.gh_id, k.id, p.id, p.key, p.header, p.breach, p.status, p.reason, "
    "r.completeness, r.reason, r.versions, r.keep, r.remove, r.due, r.waiting "
    "FROM run_package r JOIN plan p ON p.id = r.plan_id JOIN package k ON k.id = r.package_id WHERE r.run_id = ?1 "
    "ORDER BY r.owner, k.type, r.name, k.gh_id";

void read_packages(History::Impl& impl, RunId run, RunVisitor& visitor) {
  const std::int64_t last_seq = last_seq_of(impl.database, run);
  const SysTime now = clock_of(impl.database, run);
  Query query = impl.database.query(std::string(kSelectPackage));
  query.bind(run);
  const auto held = held_by(impl.database, run, last_seq);
  while (query.step()) {
    PackageRow row = read_package_row(query);
    if (const auto hold = held.find(row.key); hold != held.end()) row.record.held = hold->second;
    visitor.package(row.record);
    read_decisions(impl, {row.key, row.record.plan, last_seq, now},
                   [&](const DecisionRecord& decision) { visitor.decision(decision); });
    visitor.end_package();
  }
}

// Deletions in the order in which the run first moved them.
void read_touched(Database& database, RunId run, std::int64_t last_seq, const History::DeletionVisitor& visit) {
  Query query = database.query("SELECT " + std::string(kDetailColumns) + std::string(kDetailTables) +
                               "JOIN (SELECT subject, min(seq) AS first FROM journal WHERE run_id = ?1 AND kind = 2 "
                               "GROUP BY subject) j ON j.subject = d.id ORDER BY j.first");
  query.bind(run);
  while (query.step()) visit(read_detail(database, query, last_seq));
}

void read_made(Database& database, RunId run, std::int64_t last_seq, const History::DeletionVisitor& visit) {
  Query query = database.query("SELECT " + std::string(kDetailColumns) + std::string(kDetailTables) +
                               "WHERE p.run_id = ?1 ORDER BY p.id, d.id");
  query.bind(run);
  while (query.step()) visit(read_detail(database, query, last_seq));
}

constexpr std::int64_t kNow = std::numeric_limits<std::int64_t>::max();

}  // namespace

Result<void> History::read_run(RunId run, RunVisitor& visitor) {
  return guarded("read the run", [&]() -> Result<void> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    if (auto kept = require_kept(impl_->database, run); !kept) return kept;
    const auto summary = read_run_summary(impl_->database, run);
    if (!summary) {
      return fail(ErrorCode::usage, "there is no run " + std::to_string(run.value) + "; `history` lists the runs");
    }
    visitor.run(*summary);
    read_packages(*impl_, run, visitor);
    const auto touched = [&](const DeletionDetail& deletion) { visitor.touched(deletion); };
    const std::int64_t last_seq = last_seq_of(impl_->database, run);
    if (summary->kind == RunKind::undo) read_touched(impl_->database, run, last_seq, touched);
    if (summary->kind == RunKind::adopt_deleted) read_made(impl_->database, run, last_seq, touched);
    return {};
  });
}

Result<void> History::deletions_of(RunId run, const DeletionVisitor& visit) {
  return guarded("read the deletions of the run", [&]() -> Result<void> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    read_made(impl_->database, run, kNow, visit);
    return {};
  });
}

Result<void> History::deletions_touched_by(RunId run, const DeletionVisitor& visit) {
  return guarded("read what the run moved", [&]() -> Result<void> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    read_touched(impl_->database, run, kNow, visit);
    return {};
  });
}

Result<std::optional<DecisionRecord>> History::decision_in(VersionRow version, std::optional<RunId> run) {
  return guarded("read the decision", [&]() -> Result<std::optional<DecisionRecord>> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    if (run) {
      if (auto kept = require_kept(impl_->database, *run); !kept) return fail(kept.error());
    }
    const auto of = run ? run : last_look(impl_->database, version);
    if (!of) return std::optional<DecisionRecord>();
    Query query = impl_->database.query(
        "SELECT p.package_id, p.id FROM version v JOIN plan p ON p.package_id = v.package_id "
        "WHERE v.id = ?1 AND p.run_id = ?2 ORDER BY p.id DESC LIMIT 1");
    query.bind(version, of);
    if (!query.step()) return std::optional<DecisionRecord>();
    const PackageAt at{query.integer(0), query.id<PlanId>(1), last_seq_of(impl_->database, *of),
                       clock_of(impl_->database, *of)};
    return read_decision_on(*impl_, at, version);
  });
}

}  // namespace retention::store
