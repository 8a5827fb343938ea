#include "store/verify_checks.h"

namespace retention::store {
namespace {

Result<void> expect_none(Database& database, const std::string& sql, const std::string& what) {
  Query row = database.query(sql);
  row.bind();
  if (!row.step()) return {};
  return broken("version " + std::to_string(row.integer(0)) + " (GitHub's number " + std::to_string(row.integer(1)) +
                ") " + what);
}

}  // namespace

// The row of a version says what the newest rows about it say.
Result<void> check_versions(Check& check) {
  auto decided = expect_none(
      check.database,
      "SELECT v.id, v.gh_id FROM version v LEFT JOIN decision_change d ON d.version_id = v.id "
      "AND d.plan_id = v.since_plan WHERE d.plan_id IS NULL OR d.verdict <> v.verdict OR d.layer <> v.layer "
      "OR d.rule_id IS NOT v.rule_id OR d.reason <> v.reason OR EXISTS (SELECT 1 FROM decision_change n "
      "WHERE n.version_id = v.id AND n.plan_id > v.since_plan) LIMIT 1",
      "is decided otherwise than the newest decision on it says");
  if (!decided) return decided;
  return expect_none(check.database,
                     "SELECT v.id, v.gh_id FROM (SELECT version_id, max(plan_id) AS plan_id FROM version_change GROUP "
                     "BY version_id) n "
                     "JOIN version_change c ON c.version_id = n.version_id AND c.plan_id = n.plan_id "
                     "JOIN version v ON v.id = n.version_id WHERE c.created_at IS NOT v.created_at OR c.updated_at IS "
                     "NOT v.updated_at "
                     "OR c.tags IS NOT v.tags OR c.present <> v.present LIMIT 1",
                     "has other times, tags or presence than what was seen of it last");
}

}  // namespace retention::store
