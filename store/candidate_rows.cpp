#include "store/candidate_rows.h"

#include <chrono>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "policy/base/digest.h"
#include "policy/model/decision.h"
#include "store/codec.h"
#include "store/version_list.h"

namespace retention::store {
namespace {

// A clock that a time service corrects is not one that was set back.
constexpr std::chrono::minutes kClockTolerance{5};

struct CountedLook {
  PlanId plan;
  SysTime at;
  bool newest{false};  // no plan of the package was recorded since
};

std::optional<CountedLook> last_counted(Database& database, std::int64_t package) {
  Query query = database.query(
      "SELECT p.id, r.now, p.id = (SELECT max(id) FROM plan WHERE package_id = ?1) FROM plan p JOIN run r ON r.id = "
      "p.run_id JOIN package k ON k.id = p.package_id "
      "JOIN run_package x ON x.run_id = p.run_id AND x.package_id = p.package_id "
      "WHERE p.package_id = ?1 AND k.gone_run IS NULL AND r.binding = 1 AND r.kind <> ?3 AND x.completeness = ?2 AND "
      "p.run_id >= "
      "coalesce(k.chain_since, 0) "
      "ORDER BY p.id DESC LIMIT 1");
  query.bind(package, Incompleteness::complete, RunKind::delete_package);
  if (!query.step()) return std::nullopt;
  return CountedLook{query.id<PlanId>(0), query.time(1), query.integer(2) == 1};
}

class Meanings {
 public:
  explicit Meanings(Database& database) : database_(database) {}

  const Digest& of(std::int64_t rule) {
    const auto known = meanings_.find(rule);
    if (known != meanings_.end()) return known->second;
    Query query = database_.query("SELECT meaning FROM rule WHERE id = ?1");
    query.bind(rule);
    if (!query.step()) throw DatabaseFailure("a decision names a rule that the ledger lacks, put back a copy of it");
    return meanings_.emplace(rule, query.digest(0)).first->second;
  }

 private:
  Database& database_;
  std::unordered_map<std::int64_t, Digest> meanings_;
};

// The decision that stood at a plan is the newest up to it, but only of what was listed then.
constexpr auto kCandidatesAt =
    "SELECT v.gh_id, d.args FROM version v JOIN decision_change d ON d.version_id = v.id AND d.plan_id = "
    "CASE WHEN v.since_plan <= ?2 THEN v.since_plan ELSE (SELECT max(x.plan_id) FROM decision_change x "
    "WHERE x.version_id = v.id AND x.plan_id <= ?2) END "
    "WHERE v.package_id = ?1 AND (v.verdict = ?3 OR v.since_plan > ?2) AND d.verdict = ?3 AND "
    "coalesce((SELECT c.present FROM version_change c WHERE c.version_id = v.id AND c.plan_id <= ?2 "
    "ORDER BY c.plan_id DESC LIMIT 1), ?4) = ?4 ORDER BY v.gh_id";

// Versions that were deleted and are back since that look: they were away, whatever stands of them.
std::unordered_set<VersionId> away_since(Database& database, std::int64_t package, SysTime look) {
  Query query = database.query(
      "SELECT v.gh_id FROM deletion d JOIN version v ON v.id = d.version_id WHERE d.package_id = ?1 AND "
      "d.state IN (6, 7, 12, 13, 14, 15, 16) AND d.state_at >= ?2");
  query.bind(package, look);
  std::unordered_set<VersionId> versions;
  while (query.step()) versions.insert(query.id<VersionId>(0));
  return versions;
}

}  // namespace

CandidateClocks read_clocks(Database& database, std::int64_t package, SysTime now) {
  CandidateClocks clocks;
  const auto look = last_counted(database, package);
  if (!look || look->at > now + kClockTolerance) return clocks;
  Meanings meanings(database);
  const std::unordered_set<VersionId> away = away_since(database, package, look->at);
  const auto add = [&](VersionId version, const std::vector<StoredClock>& stored) {
    if (stored.empty() || away.contains(version)) return;
    for (const StoredClock& clock : stored) clocks.add(version, meanings.of(clock.rule), clock.since, clock.tags);
  };
  if (look->newest) {
    const VersionListParts parts = read_version_list(database, package);
    VersionList known(parts);
    while (const KnownVersion* version = known.next()) {
      if (version->presence == Presence::listed) add(version->id, version->clocks);
    }
    return clocks;
  }
  Query query = database.query(kCandidatesAt);
  query.bind(package, look->plan, Verdict::remove, Presence::listed);
  while (query.step()) add(query.id<VersionId>(0), decode_clocks(query.text(1)));
  return clocks;
}

}  // namespace retention::store
