#include "store/novelty.h"

#include "policy/model/decision.h"
#include "store/approval_records.h"

namespace retention::store {

Novelty novelty_of(Database& database, const Question& question) {
  // A cycle of one policy plans only a part of what the others want, and tells nothing of the rest.
  Query query = database.query(
      "SELECT p.status, p.breach, p.items_hash, EXISTS (SELECT 1 FROM plan q WHERE q.package_id = p.package_id AND "
      "q.run_id <> ?2 AND q.decision = ?6 AND (q.id >= p.id OR q.decided_at > r.started_at)), r.now FROM plan p JOIN "
      "run r ON "
      "r.id = p.run_id "
      "WHERE p.package_id = ?1 AND p.run_id <> ?2 AND r.binding = 1 AND r.kind NOT IN (?3, ?4) AND p.status <> ?5 "
      "AND r.only_policy IS (SELECT s.only_policy FROM run s WHERE s.id = ?2) ORDER BY p.id DESC LIMIT 1");
  query.bind(question.package, question.run, RunKind::adopt_deleted, RunKind::delete_package, PlanStatus::incomplete,
             PlanDecision::rejected);
  if (!query.step() || query.digest(2) != question.items || query.integer(3) != 0) return Novelty::first_seen;
  if (question.lapse && *question.lapse > query.time(4)) return Novelty::first_seen;
  const auto before = query.as<PlanStatus>(0);
  if (before == question.status) return Novelty::seen_before;
  // A plan that waited for approval becomes blocked if all packages together are over their limit.
  const bool over_cycle = before == PlanStatus::blocked && query.as<LimitBreach>(1) == LimitBreach::cycle;
  return over_cycle && question.status == PlanStatus::awaiting ? Novelty::seen_before : Novelty::first_seen;
}

}  // namespace retention::store
