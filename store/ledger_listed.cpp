#include <algorithm>
#include <utility>

#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/package_rows.h"
#include "store/version_rows.h"

namespace retention::store {
namespace {

struct NamedRow {
  VersionRow row;
  Digest digest;
};

// A digest may be pushed again and again, each time as another version.
std::vector<NamedRow> rows_of(Database& database, std::int64_t package, std::vector<Digest> digests) {
  std::ranges::sort(digests);
  Query query = database.query("SELECT id, digest FROM version WHERE package_id = ?1 AND digest IS NOT NULL");
  query.bind(package);
  std::vector<NamedRow> rows;
  while (query.step()) {
    const auto digest = query.maybe_digest(1);
    if (digest && std::ranges::binary_search(digests, *digest)) rows.push_back({query.id<VersionRow>(0), *digest});
  }
  return rows;
}

}  // namespace

Result<std::vector<ListedDigest>> Ledger::listed_at(const Package& package, const std::vector<Digest>& digests,
                                                    const std::vector<PlanId>& plans) {
  return guarded("read what was listed", [&]() -> Result<std::vector<ListedDigest>> {
    std::vector<ListedDigest> listed;
    const auto key = find_package(*impl_->database, package);
    if (!key) return listed;
    const std::vector<NamedRow> rows = rows_of(*impl_->database, *key, digests);
    Query query = impl_->database->query(
        "SELECT 1 FROM version v " + std::string(kJoinSeen) + "WHERE v.id = ?1 AND " + std::string(kSeenListed) +
        "AND EXISTS (SELECT 1 FROM decision_change d WHERE d.version_id = v.id AND d.plan_id <= ?2)");
    for (const NamedRow& row : rows) {
      for (const PlanId plan : plans) {
        query.bind(row.row, plan);
        if (query.step()) listed.push_back({row.digest, plan});
      }
    }
    std::ranges::sort(listed);
    listed.erase(std::unique(listed.begin(), listed.end()), listed.end());
    return listed;
  });
}

}  // namespace retention::store
