#include "store/deletion_rows.h"

#include <algorithm>
#include <unordered_map>

#include "store/codec.h"
#include "store/held_rows.h"
#include "store/run_rows.h"
#include "store/sending_order.h"

namespace retention::store {
namespace {

constexpr auto kColumns = "id, state, attempts, package_id, version_id, sent_at, deleted_at, undo_until";

DeletionRow read_row(const Query& query) {
  return {.id = query.id<DeletionId>(0),
          .state = query.as<DeletionState>(1),
          .attempts = query.integer(2),
          .package = query.integer(3),
          .version = query.integer(4),
          .sent_at = query.maybe_time(5),
          .deleted_at = query.maybe_time(6),
          .undo_until = query.maybe_time(7)};
}

std::string evidence_of(const Decision& decision, const KnownRules& rules) {
  std::vector<NamedReason> reasons;
  for (const Reason& reason : decision.reasons) {
    const RuleInfo* rule = reason.rule == kNoRule ? nullptr : &rules.table[static_cast<std::size_t>(reason.rule)];
    reasons.push_back({reason, rule});
  }
  return encode_evidence(reasons);
}

std::optional<std::int64_t> rule_of(const Decision& decision, const KnownRules& rules) {
  if (decision.winner().rule == kNoRule) return std::nullopt;
  return rules.keys[static_cast<std::size_t>(decision.winner().rule)];
}

// People are asked first; what waits for nobody but others of its plan is held.
DeletionState first_state(Course course, LimitBreach breach, std::span<const Precedence> before) {
  if (course != Course::approved && breach != LimitBreach::none) return DeletionState::blocked;
  if (course == Course::awaiting) return DeletionState::awaiting;
  return before.empty() ? DeletionState::queued : DeletionState::held;
}

bool is_gone(DeletionState state) {
  return state == DeletionState::deleted || state == DeletionState::gone;
}

}  // namespace

std::optional<DeletionRow> find_deletion(Database& database, DeletionId id) {
  Query query = database.query(std::string("SELECT ") + kColumns + " FROM deletion WHERE id = ?1");
  query.bind(id);
  if (!query.step()) return std::nullopt;
  return read_row(query);
}

DeletionRow moved(Database& database, DeletionRow row, const StateMove& move) {
  if (move.to == DeletionState::deleting) ++row.attempts;
  // An earlier attempt without a clear answer may take effect late, so the first one is what deleted_at is held
  // against.
  if (move.to == DeletionState::deleting) row.sent_at = row.sent_at.value_or(move.at);
  if (move.to == DeletionState::restoring) row.sent_at = move.at;
  if (move.to == DeletionState::deleted) {
    // A clock that fell back since the run began must not make it older than it is: it would end too early.
    const SysTime own = move.run ? std::max(move.at, clock_of(database, *move.run)) : move.at;
    if (move.deleted_at || !row.deleted_at) row.deleted_at = move.deleted_at.value_or(own);
    row.undo_until = *row.deleted_at + kUndoWindow;
  }
  row.state = move.to;
  return row;
}

std::string journal_body(const DeletionRow& after, const StateMove& move) {
  return encode_move({.to = after.state,
                      .attempts = after.attempts,
                      .http_status = move.http_status,
                      .request_id = move.request_id,
                      .note = move.note,
                      .not_before = move.not_before,
                      .deleted_at = after.deleted_at,
                      .undo_until = after.undo_until});
}

std::vector<DeletionId> unapproved_in(Database& database, RunId run) {
  Query query = database.query(
      "SELECT d.id FROM plan p CROSS JOIN deletion d ON d.plan_id = p.id AND d.state IN (3, 4) "
      "WHERE p.run_id = ?1 AND d.approval_plan_id IS NULL "
      "ORDER BY p.id, d.id");
  query.bind(run);
  std::vector<DeletionId> ids;
  while (query.step()) ids.push_back(query.id<DeletionId>(0));
  return ids;
}

void apply_move(Database& database, Journal& journal, const DeletionRow& row, const StateMove& move) {
  const DeletionRow after = moved(database, row, move);
  Query update = database.query(
      "UPDATE deletion SET state = ?2, state_at = ?3, not_before = ?4, attempts = ?5, sent_at = ?6, "
      "http_status = nullif(?7, 0), request_id = nullif(?8, ''), deleted_at = ?9, undo_until = ?10 WHERE id = ?1");
  update.bind(after.id, after.state, move.at, move.not_before, after.attempts, after.sent_at, move.http_status,
              move.request_id, after.deleted_at, after.undo_until);
  update.run();
  journal.append({move.at, move.run, JournalKind::deletion_moved, row.id.value, journal_body(after, move)});
  if (!is_gone(after.state)) return;
  StateMove release;
  release.to = DeletionState::queued;
  release.at = move.at;
  release.run = move.run;
  for (const DeletionId id : freed_by(database, after.id)) {
    apply_move(database, journal, *find_deletion(database, id), release);
  }
}

std::optional<PlanId> cancel_unsent(Database& database, Journal& journal, std::int64_t package, const StateMove& move) {
  std::vector<DeletionRow> rows;
  std::optional<PlanId> newest;
  {
    Query query = database.query(std::string("SELECT ") + kColumns +
                                 ", plan_id FROM deletion WHERE package_id = ?1 AND state IN (1, 2, 3, 4, 9) "
                                 "ORDER BY id");
    query.bind(package);
    while (query.step()) {
      rows.push_back(read_row(query));
      newest = query.id<PlanId>(8);
    }
  }
  for (const DeletionRow& row : rows) apply_move(database, journal, row, move);
  return newest;
}

std::vector<std::size_t> due_positions(const Plan& plan) {
  std::vector<std::size_t> positions;
  for (std::size_t position = plan.decisions.size(); position-- > 0;) {
    const Course course = plan.decisions[position].course;
    const bool due = course == Course::due || course == Course::awaiting || course == Course::approved;
    if (due) positions.push_back(position);
  }
  return positions;
}

namespace {

// When a call left within a day before ?4 whose deletion a newer plan took the place of: it may take effect late, and
// `deleted_at` is held against it. Only for what may be sent.
constexpr std::string_view kLateCall =
    "CASE WHEN ?3 IN (3, 4) THEN (SELECT iif(o.state = 11 AND o.sent_at > ?4 - 86400, o.sent_at, NULL) FROM deletion o "
    "WHERE o.version_id = v.id ORDER BY o.id DESC LIMIT 1) END";

}  // namespace

std::int64_t make_deletions(Database& database, Journal& journal, const DeletionBatch& batch,
                            const Inventory& inventory, const Plan& plan, std::span<const std::size_t> positions) {
  Query insert = database.query(
      "INSERT INTO deletion (plan_id, version_id, package_id, state, state_at, rule_id, evidence, seen_tags, "
      "seen_updated, due_at, approval_plan_id, sent_at) SELECT ?1, v.id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?10, "
      "CASE WHEN ?11 THEN (SELECT a.plan_id FROM approval a WHERE a.version_id = v.id ORDER BY a.until DESC LIMIT 1) "
      "END, " +
      std::string(kLateCall) +
      " "
      "FROM version v WHERE v.package_id = ?2 AND v.gh_id = ?9 AND NOT EXISTS "
      "(SELECT 1 FROM deletion d WHERE d.version_id = v.id AND d.state IN (5, 12)) RETURNING id");
  Query insert_order = database.query("INSERT INTO deletion_after (deletion_id, after_id) VALUES (?1, ?2)");
  std::unordered_map<std::size_t, std::int64_t> made;
  std::int64_t queued = 0;
  for (const std::size_t position : sending_order(plan, positions)) {
    const auto before = gone_before(plan, position);
    const auto has_row = [&](const Precedence& each) { return made.contains(each.first); };
    if (!std::ranges::all_of(before, has_row)) continue;
    const PackageVersion& version = inventory.versions[position];
    const Decision& decision = plan.decisions[position];
    const DeletionState state = first_state(decision.course, batch.breach, before);
    insert.bind(batch.plan, batch.package, state, batch.at, rule_of(decision, batch.rules),
                evidence_of(decision, batch.rules), encode_tags(version.tags), version.updated_at, version.id,
                decision.due_at.value_or(batch.at), decision.course == Course::approved ? 1 : 0);
    if (!insert.step()) continue;
    const std::int64_t id = insert.integer(0);
    insert.step();
    journal.append({batch.at, batch.run, JournalKind::deletion_made, id, encode_move({.to = state})});
    made.emplace(position, id);
    for (const Precedence& each : before) {
      insert_order.bind(id, made.at(each.first));
      insert_order.run();
    }
    if (state == DeletionState::queued || state == DeletionState::held) ++queued;
  }
  return queued;
}

}  // namespace retention::store
