#include <algorithm>
#include <vector>

#include "policy/model/order_by_id.h"
#include "store/codec.h"
#include "store/deletion_rows.h"
#include "store/journal.h"
#include "store/lapsed_approvals.h"
#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/novelty.h"
#include "store/package_rows.h"
#include "store/plan_changes.h"
#include "store/version_rows.h"

namespace retention::store {
namespace {

struct OpenRun {
  Binding binding{Binding::dry_run};
  SysTime now;
};

std::optional<OpenRun> find_open_run(Database& database, RunId run) {
  Query query = database.query("SELECT binding, now FROM run WHERE id = ?1 AND finished_at IS NULL");
  query.bind(run);
  if (!query.step()) return std::nullopt;
  return OpenRun{query.as<Binding>(0), query.time(1)};
}

bool fits(const Decision& decision, const PackageVersion& version, const KnownRules& rules) {
  const auto rules_known = static_cast<RuleIndex>(rules.keys.size());
  return decision.version == version.id && !decision.reasons.empty() &&
         std::ranges::all_of(decision.reasons, [&](const Reason& reason) {
           return reason.rule == kNoRule || (reason.rule >= 0 && reason.rule < rules_known);
         });
}

// A plan is taken as it is only if it speaks of exactly the inventory beside it.
Result<void> check_plan(const Inventory& inventory, const Plan& plan, const KnownRules& rules,
                        const std::vector<std::size_t>& by_id) {
  bool sound = inventory.versions.size() == plan.decisions.size();
  for (std::size_t i = 0; sound && i < plan.decisions.size(); ++i) {
    sound = fits(plan.decisions[i], inventory.versions[i], rules);
  }
  const auto id = [&](std::size_t position) { return inventory.versions[position].id; };
  if (sound && std::ranges::adjacent_find(by_id, {}, id) == by_id.end()) return {};
  return fail(ErrorCode::internal,
              "the plan of " + to_string(ref_of(inventory.package)) + " does not belong to its inventory or rules");
}

PlanStatus status_of(const Inventory& inventory, const Plan& plan, std::size_t due, Binding binding) {
  if (!inventory.completeness.complete()) return PlanStatus::incomplete;
  if (plan.breach != LimitBreach::none && plan.due > 0) return PlanStatus::blocked;
  const bool awaits =
      std::ranges::any_of(plan.decisions, [](const Decision& d) { return d.course == Course::awaiting; });
  if (awaits) return PlanStatus::awaiting;
  return due == 0 && binding == Binding::binding ? PlanStatus::done : PlanStatus::planned;
}

std::string reason_for(PlanStatus status, const Inventory& inventory, std::string_view limit_note,
                       const std::optional<LapsedApprovals>& lapsed) {
  std::string over = lapsed ? to_string(*lapsed) : std::string();
  if (status == PlanStatus::blocked) return std::string(limit_note) + (lapsed ? "; " + over : over);
  if (status == PlanStatus::awaiting) return over;
  if (status == PlanStatus::incomplete) return inventory.completeness.detail;
  return {};
}

// Of what was not approved yet, and by which rules: a plan of which a part is released asks for the same rest.
Digest items_hash(const Plan& plan, const std::vector<std::size_t>& due, const RuleTable& rules) {
  std::vector<std::pair<std::int64_t, RuleIndex>> items;
  for (const std::size_t position : due) {
    const Decision& decision = plan.decisions[position];
    if (decision.course != Course::approved) items.emplace_back(decision.version.value, decision.winner().rule);
  }
  std::ranges::sort(items);
  std::string data;
  for (const auto& [id, rule] : items) {
    data += std::to_string(id) + ",";
    if (rule != kNoRule) data += to_hex(rules[static_cast<std::size_t>(rule)].meaning) + ";";
  }
  return sha256(data);
}

struct PlanRow {
  RunId run;
  RulesetId ruleset;
  std::int64_t package{0};
  Digest inventory;
  Digest items;
  PlanStatus status{PlanStatus::planned};
  std::string reason;
};

bool waits_for_people(PlanStatus status) {
  return status == PlanStatus::blocked || status == PlanStatus::awaiting;
}

Question question_of(const PlanRow& row, const std::optional<LapsedApprovals>& lapsed) {
  const std::optional<SysTime> lapse = lapsed ? std::optional(lapsed->until) : std::nullopt;
  return {row.run, row.package, row.status, row.items, lapse};
}

PlanId insert_plan(Database& database, const PlanRow& row, const Plan& plan) {
  const std::string identity = "plan " + std::to_string(row.run.value) + " " + std::to_string(row.package) + " " +
                               to_hex(row.inventory) + " " + to_hex(row.items);
  Query insert = database.query(
      "INSERT INTO plan (key, run_id, package_id, ruleset_id, inventory_hash, items_hash, header, breach, status, "
      "reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
  insert.bind(to_hex(sha256(identity)).substr(0, 12), row.run, row.package, row.ruleset, row.inventory, row.items,
              encode_header(plan), plan.breach, row.status, row.reason);
  insert.run();
  return PlanId{database.last_row_id()};
}

void insert_run_package(Database& database, PlanId id, const PlanRow& row, const Inventory& inventory, const Plan& plan,
                        std::size_t due) {
  const auto removed = std::ranges::count(plan.decisions, Verdict::remove, &Decision::verdict);
  const auto total = static_cast<std::int64_t>(plan.decisions.size());
  Query insert = database.query(
      "INSERT INTO run_package (run_id, package_id, plan_id, owner, name, completeness, reason, inventory_hash, "
      "versions, keep, remove, due, waiting) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
  insert.bind(row.run, row.package, id, inventory.package.owner.login, inventory.package.name,
              inventory.completeness.code, inventory.completeness.detail, row.inventory, total, total - removed,
              static_cast<std::int64_t>(removed), static_cast<std::int64_t>(due), plan.waiting);
  insert.run();
  if (!inventory.completeness.complete()) return;
  Query update = database.query("UPDATE package SET complete_run = ?2, complete_at = ?3 WHERE id = ?1");
  update.bind(row.package, row.run, inventory.fetched_at);
  update.run();
}

// The plan keeps how many there were: who approves it accepts those, and none that came later.
void add_drift(Database& database, std::int64_t package, PlanId plan, std::int64_t created_changed) {
  if (created_changed > 0) {
    Query update = database.query("UPDATE package SET times_changed = times_changed + ?2 WHERE id = ?1");
    update.bind(package, created_changed);
    update.run();
  }
  Query keep = database.query(
      "UPDATE plan SET times_changed = k.times_changed FROM package k "
      "WHERE k.id = plan.package_id AND plan.id = ?1 AND k.times_changed > 0");
  keep.bind(plan);
  keep.run();
}

void supersede(Database& database, Journal& journal, std::int64_t package, PlanId plan, const OpenRun& open,
               RunId run) {
  StateMove move;
  move.to = DeletionState::cancelled;
  move.at = open.now;
  move.run = run;
  move.note = "superseded by plan " + std::to_string(plan.value);
  const auto before = cancel_unsent(database, journal, package, move);
  if (!before) return;
  Query update = database.query("UPDATE plan SET supersedes = ?2 WHERE id = ?1");
  update.bind(plan, *before);
  update.run();
}

}  // namespace

Result<RecordedPlan> Ledger::record_plan(RunId run, RulesetId ruleset, const Inventory& inventory, const Plan& plan,
                                         std::string_view limit_note) {
  const auto rules = impl_->rules.find(ruleset);
  if (rules == impl_->rules.end()) return fail(ErrorCode::internal, "a plan names rules that were not recorded");
  const std::vector<std::size_t> by_id = positions_by_id(inventory.versions);
  if (auto sound = check_plan(inventory, plan, rules->second, by_id); !sound) return fail(sound.error());
  return guarded("record the plan of " + to_string(ref_of(inventory.package)), [&]() -> Result<RecordedPlan> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const auto open = find_open_run(database, run);
    if (!open) return fail(ErrorCode::internal, "a plan names a run that is not under way");

    const std::vector<std::size_t> due = due_positions(plan);
    const std::int64_t package = upsert_package(database, inventory.package, run);
    const PlanStatus status = status_of(inventory, plan, due.size(), open->binding);
    std::optional<LapsedApprovals> lapsed;
    if (waits_for_people(status))
      lapsed = lapsed_approvals(database, package, plan, due, rules->second.table, open->now);
    const PlanRow row{run,
                      ruleset,
                      package,
                      hash_of(inventory),
                      items_hash(plan, due, rules->second.table),
                      status,
                      reason_for(status, inventory, limit_note, lapsed)};
    RecordedPlan recorded;
    recorded.status = status;
    recorded.due = plan.due;
    if (waits_for_people(status)) recorded.novelty = novelty_of(database, question_of(row, lapsed));

    recorded.id = insert_plan(database, row, plan);
    insert_run_package(database, recorded.id, row, inventory, plan, due.size());
    const Look look{run, recorded.id, open->now, package, inventory, plan, rules->second, by_id};
    const Recorded versions = record_versions(database, look);
    keep_changes(database, recorded.id, versions.changes);
    add_drift(database, package, recorded.id, versions.created_changed);
    if (open->binding == Binding::binding) {
      Journal journal(database);
      supersede(database, journal, package, recorded.id, *open, run);
      const LimitBreach breach = status == PlanStatus::blocked ? plan.breach : LimitBreach::none;
      const DeletionBatch batch{run, recorded.id, package, breach, open->now, rules->second};
      recorded.queued = make_deletions(database, journal, batch, inventory, plan, due);
    }
    transaction.commit();
    return recorded;
  });
}

}  // namespace retention::store
