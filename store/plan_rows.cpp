#include "store/plan_rows.h"

namespace retention::store {

// Cancelled without ever having been queued by an approval or sent: a newer plan asks for it, if anybody does.
std::string select_asking_plans(std::string_view rest) {
  return "SELECT p.id, p.key, p.run_id, x.owner, k.type, x.name, p.status, p.reason, p.decision, p.decided_by, "
         "p.decided_at, "
         "(SELECT count(*) FROM deletion d WHERE d.plan_id = p.id AND d.state IN (1, 2)), "
         "(SELECT count(*) FROM deletion d WHERE d.plan_id = p.id AND d.state = 11 AND d.sent_at IS NULL) "
         "FROM plan p JOIN run r ON r.id = p.run_id AND r.binding = 1 JOIN package k ON k.id = p.package_id "
         "JOIN run_package x ON x.run_id = p.run_id AND x.package_id = p.package_id " +
         std::string(rest);
}

AskingPlan read_asking_plan(const Query& query) {
  AskingPlan plan{.id = query.id<PlanId>(0),
                  .key = query.text(1),
                  .run = query.id<RunId>(2),
                  .package = {query.text(3), query.as<PackageType>(4), query.text(5)},
                  .status = query.as<PlanStatus>(6),
                  .reason = query.text(7),
                  .versions = query.integer(11),
                  .withdrawn = query.integer(12),
                  .decision = std::nullopt,
                  .decided_by = query.text(9),
                  .decided_at = query.maybe_time(10)};
  if (!query.is_null(8)) plan.decision = query.as<PlanDecision>(8);
  return plan;
}

std::vector<AskingPlan> asking_plans(Database& database) {
  Query query =
      database.query(select_asking_plans("WHERE p.id IN (SELECT plan_id FROM deletion WHERE state IN (1, 2)) "
                                         "ORDER BY x.owner, k.type, x.name, p.id"));
  std::vector<AskingPlan> plans;
  while (query.step()) plans.push_back(read_asking_plan(query));
  return plans;
}

std::optional<AskingPlan> find_asking_plan(Database& database, PlanId id) {
  Query query = database.query(select_asking_plans("WHERE p.id = ?1"));
  query.bind(id);
  if (!query.step()) return std::nullopt;
  return read_asking_plan(query);
}

}  // namespace retention::store
