#include <string>
#include <string_view>
#include <vector>

#include "store/codec.h"
#include "store/deletion_rows.h"
#include "store/held_rows.h"
#include "store/journal.h"
#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/plan_rows.h"

namespace retention::store {
namespace {

// The plan that a person decides on, or why it cannot be.
Result<AskingPlan> asking(Database& database, PlanId id) {
  const auto plan = find_asking_plan(database, id);
  if (!plan) return fail(ErrorCode::internal, "plan " + std::to_string(id.value) + " is not one of an apply");
  const std::string name = "plan " + plan->key + " of " + to_string(plan->package);
  const bool asked = plan->status == PlanStatus::blocked || plan->status == PlanStatus::awaiting;
  if (!asked) return fail(ErrorCode::usage, name + " asked for no approval, so there is nothing to decide");
  if (plan->decision == PlanDecision::rejected) {
    return fail(ErrorCode::usage, name + " was rejected by " + plan->decided_by + " on " +
                                      format_rfc3339(*plan->decided_at) + "; the next apply plans it anew");
  }
  return *plan;
}

struct Verdict {
  PlanDecision decision{PlanDecision::approved};
  const std::string& by;
  SysTime at;
};

void close_plan(Database& database, PlanId plan, const Verdict& verdict) {
  Query update = database.query("UPDATE plan SET decision = ?2, decided_by = ?3, decided_at = ?4 WHERE id = ?1");
  update.bind(plan, verdict.decision, verdict.by, verdict.at);
  update.run();
}

// What follows a version that is gone goes by no rule any more; an approval of it has no meaning of a rule.
constexpr std::string_view kMeaning = "coalesce(u.meaning, zeroblob(32))";

// An approval covers what the plan asked for, whether a newer plan took its place meanwhile or not.
std::vector<VersionId> keep_approvals(Database& database, PlanId plan, const Approval& approval) {
  Query insert = database.query(
      "INSERT INTO approval (plan_id, version_id, meaning, made_by, made_at, until) "
      "SELECT d.plan_id, d.version_id, " +
      std::string(kMeaning) +
      ", ?2, ?3, ?4 FROM deletion d LEFT JOIN rule u ON u.id = d.rule_id "
      "WHERE d.plan_id = ?1 AND (d.state IN (1, 2) OR (d.state = 11 AND d.sent_at IS NULL)) "
      "ON CONFLICT (plan_id, version_id) DO UPDATE SET made_by = ?2, made_at = ?3, until = ?4");
  insert.bind(plan, approval.by, approval.at, approval.until);
  insert.run();
  Query read = database.query(
      "SELECT v.gh_id FROM approval a JOIN version v ON v.id = a.version_id "
      "WHERE a.plan_id = ?1 AND a.made_at = ?2 AND a.until = ?3 ORDER BY v.gh_id");
  read.bind(plan, approval.at, approval.until);
  std::vector<VersionId> versions;
  while (read.step()) versions.push_back(read.id<VersionId>(0));
  return versions;
}

// What waits for people in whatever plan for a version of this one, by a rule of the same meaning.
std::vector<DeletionId> covered_by(Database& database, PlanId plan) {
  Query query = database.query(
      "SELECT d.id FROM approval a CROSS JOIN deletion d ON d.version_id = a.version_id AND d.state IN (1, 2) "
      "LEFT JOIN rule u ON u.id = d.rule_id WHERE a.plan_id = ?1 AND a.meaning = " +
      std::string(kMeaning) + " ORDER BY d.id");
  query.bind(plan);
  std::vector<DeletionId> ids;
  while (query.step()) ids.push_back(query.id<DeletionId>(0));
  return ids;
}

// What a plan asked for: versions, and the meaning of the rule by which each would go.
constexpr std::string_view kAsked =
    "(SELECT d.version_id, coalesce(u.meaning, zeroblob(32)) FROM deletion d LEFT JOIN rule u ON u.id = d.rule_id "
    "WHERE d.plan_id = ?1 AND (d.state IN (1, 2, 3, 4) OR (d.state = 11 AND d.sent_at IS NULL)) "
    "UNION SELECT version_id, meaning FROM approval WHERE plan_id = ?1) ";

// What a plan asked for and was not sent, in whatever plan it waits by now and by whatever approval it may go.
std::vector<DeletionId> unsent_of(Database& database, PlanId plan) {
  Query query = database.query(
      "SELECT o.id FROM deletion o LEFT JOIN rule u ON u.id = o.rule_id WHERE o.state IN (1, 2, 3, 4) "
      "AND o.package_id = (SELECT package_id FROM plan WHERE id = ?1) AND (o.version_id, " +
      std::string(kMeaning) + ") IN " + std::string(kAsked) + "ORDER BY o.id");
  query.bind(plan);
  std::vector<DeletionId> ids;
  while (query.step()) ids.push_back(query.id<DeletionId>(0));
  return ids;
}

// Whoever rejects a plan takes back what lets its versions go, though another plan was approved for it.
void withdraw_approvals(Database& database, PlanId plan) {
  Query withdraw = database.query("DELETE FROM approval WHERE (version_id, meaning) IN " + std::string(kAsked));
  withdraw.bind(plan);
  withdraw.run();
}

void move_all(Database& database, Journal& journal, const std::vector<DeletionId>& ids, const StateMove& move) {
  for (const DeletionId id : ids) apply_move(database, journal, *find_deletion(database, id), move);
}

void note_approval(Database& database, const std::vector<DeletionId>& ids, PlanId plan) {
  Query update = database.query("UPDATE deletion SET approval_plan_id = ?2 WHERE id = ?1");
  for (const DeletionId id : ids) {
    update.bind(id, plan);
    update.run();
  }
}

void accept_times(Database& database, PlanId plan) {
  Query update = database.query(
      "UPDATE package SET times_accepted = max(times_accepted, p.times_changed) FROM plan p "
      "WHERE p.id = ?1 AND p.breach = ?2 AND package.id = p.package_id");
  update.bind(plan, LimitBreach::times_changed);
  update.run();
}

StateMove with_state(StateMove move, DeletionState to) {
  move.to = to;
  return move;
}

StateMove decided(DeletionState to, SysTime at, const std::string& note) {
  StateMove move;
  move.to = to;
  move.at = at;
  move.note = note;
  return move;
}

}  // namespace

Result<std::vector<DecidedPlan>> Ledger::approve(const std::vector<PlanId>& plans, const Approval& approval) {
  return guarded("record the approval", [&]() -> Result<std::vector<DecidedPlan>> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    Journal journal(database);
    std::vector<DecidedPlan> decided_plans;
    for (const PlanId id : plans) {
      const auto plan = asking(database, id);
      if (!plan) return fail(plan.error());
      const std::vector<VersionId> versions = keep_approvals(database, id, approval);
      if (versions.empty()) {
        return fail(ErrorCode::usage, "nothing of plan " + plan->key + " of " + to_string(plan->package) +
                                          " waits any more; retentiond status lists the plans that wait");
      }
      const std::vector<DeletionId> released = covered_by(database, id);
      note_approval(database, released, id);
      const StateMove release = decided(DeletionState::queued, approval.at, "approved by " + approval.by);
      for (const DeletionId each : released) {
        move_all(database, journal, {each}, with_state(release, released_state(database, each)));
      }
      accept_times(database, id);
      close_plan(database, id, {PlanDecision::approved, approval.by, approval.at});
      journal.append({approval.at, std::nullopt, JournalKind::approved, id.value,
                      encode_approval(approval.by, approval.until, versions)});
      decided_plans.push_back({*plan, std::ssize(versions)});
    }
    transaction.commit();
    return decided_plans;
  });
}

Result<std::vector<DecidedPlan>> Ledger::reject(const std::vector<PlanId>& plans, const Rejection& rejection) {
  return guarded("record the rejection", [&]() -> Result<std::vector<DecidedPlan>> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    Journal journal(database);
    std::vector<DecidedPlan> decided_plans;
    for (const PlanId id : plans) {
      const auto plan = asking(database, id);
      if (!plan) return fail(plan.error());
      const std::vector<DeletionId> dropped = unsent_of(database, id);
      withdraw_approvals(database, id);
      move_all(database, journal, dropped,
               decided(DeletionState::cancelled, rejection.at, "rejected by " + rejection.by));
      close_plan(database, id, {PlanDecision::rejected, rejection.by, rejection.at});
      journal.append({rejection.at, std::nullopt, JournalKind::rejected, id.value,
                      encode_note("by " + rejection.by + ", " + std::to_string(dropped.size()) +
                                  (dropped.size() == 1 ? " version" : " versions"))});
      decided_plans.push_back({*plan, std::ssize(dropped)});
    }
    transaction.commit();
    return decided_plans;
  });
}

}  // namespace retention::store
