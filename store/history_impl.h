#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "store/codec.h"
#include "store/database.h"
#include "store/history.h"

namespace retention::store {

// Rules by their key in table `rule`. Rules are never changed, so each is read once.
class RuleNames {
 public:
  explicit RuleNames(Database& database) : database_(database) {}

  ReasonRecord named(const StoredReason& reason);

 private:
  struct Name {
    std::string policy;
    std::string rule;
    std::string summary;
  };
  const Name& find(std::int64_t key);

  Database& database_;
  std::unordered_map<std::int64_t, Name> names_;
};

struct History::Impl {
  explicit Impl(const std::string& location) : database(location, Database::Access::read), rules(database) {}

  Database database;
  RuleNames rules;
};

// Columns of a query that make a DeletionDetail but for its newest move, and the tables they come from. The package is
// named as it was when the deletion was planned; an adoption has no listing that knows.
inline constexpr std::string_view kDetailColumns =
    "coalesce(r.owner, o.login), k.type, coalesce(r.name, k.name), v.id, v.gh_id, v.digest, v.name, d.seen_tags, "
    "iif(EXISTS (SELECT 1 FROM version_change c WHERE c.version_id = v.id AND c.plan_id <= p.id), "
    "(SELECT c.created_at FROM version_change c WHERE c.version_id = v.id AND c.plan_id <= p.id "
    "ORDER BY c.plan_id DESC LIMIT 1), v.created_at), p.run_id, d.id, d.plan_id, d.due_at ";
inline constexpr std::string_view kDetailTables =
    "FROM deletion d JOIN plan p ON p.id = d.plan_id JOIN version v ON v.id = d.version_id "
    "JOIN package k ON k.id = d.package_id "
    "JOIN owner o ON o.id = k.owner_id LEFT JOIN run_package r ON r.run_id = p.run_id AND r.package_id = p.package_id ";

// A deletion as a row of the journal has it, but for what no move changes.
[[nodiscard]] DeletionRecord deletion_of(const MoveSnapshot& move, SysTime at);

// A deletion as it was when the journal had `last_seq` rows.
[[nodiscard]] DeletionDetail read_detail(Database& database, const Query& query, std::int64_t last_seq);
[[nodiscard]] DeletionRecord deletion_at(Database& database, DeletionId id, PlanId plan, SysTime due_at,
                                         std::int64_t last_seq);

// Which package, and up to which plan of it.
struct PackageAt {
  std::int64_t package{0};  // key of table `package`
  PlanId plan;
  std::int64_t last_seq{0};  // of the journal, for the states of the plan's deletions
  SysTime now;               // the clock of the run
};

// The decisions on all versions that a package held at a plan, newest first, with the ranks of that time.
void read_decisions(History::Impl& impl, const PackageAt& at, const std::function<void(const DecisionRecord&)>& visit);

// The one on a single version, the same as read_decisions() tells of it; nothing if the plan's listing lacked it. It
// looks at the other versions only if a rule ranks this one.
[[nodiscard]] std::optional<DecisionRecord> read_decision_on(History::Impl& impl, const PackageAt& at,
                                                             VersionRow version);

// The newest run whose plan saw a version.
[[nodiscard]] std::optional<RunId> last_look(Database& database, VersionRow version);

// ErrorCode::usage if the run was purged.
Result<void> require_kept(Database& database, RunId run);

[[nodiscard]] std::optional<RunSummary> read_run_summary(Database& database, RunId run);

}  // namespace retention::store
