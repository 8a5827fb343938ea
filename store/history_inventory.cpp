#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "store/codec.h"
#include "store/history.h"
#include "store/history_impl.h"
#include "store/memory_rows.h"
#include "store/package_rows.h"
#include "store/version_rows.h"

namespace retention::store {
namespace {

// The last complete listing of a package: the plan that was made on it, and its time.
struct LastLook {
  PlanId plan;
  SysTime at;
};

std::optional<LastLook> last_look(Database& database, std::int64_t package) {
  Query query = database.query(
      "SELECT r.plan_id, k.complete_at FROM package k "
      "JOIN run_package r ON r.run_id = k.complete_run AND r.package_id = k.id WHERE k.id = ?1");
  query.bind(package);
  if (!query.step()) return std::nullopt;
  return LastLook{query.id<PlanId>(0), query.time(1)};
}

// What we deleted after the listing, with whatever became of it since but its return, is no longer there.
std::vector<PackageVersion> versions_at(Database& database, std::int64_t package, const LastLook& look) {
  Query query = database.query(fmt::format(
      "SELECT v.gh_id, v.digest, v.name, {}AS created_at, {}, {}FROM version v {}WHERE v.package_id = ?1 AND {}"
      "AND EXISTS (SELECT 1 FROM decision_change d WHERE d.version_id = v.id AND d.plan_id <= ?2) "
      "AND NOT EXISTS (SELECT 1 FROM deletion d "
      "WHERE d.version_id = v.id AND d.state IN (6, 7, 14, 15, 16) AND d.state_at >= ?3) "
      "ORDER BY created_at DESC NULLS FIRST, v.gh_id DESC",
      kSeenCreated, kSeenUpdated, kSeenTags, kJoinSeen, kSeenListed));
  query.bind(package, look.plan, look.at);
  std::vector<PackageVersion> versions;
  while (query.step()) {
    versions.push_back({query.id<VersionId>(0), join_name(query, 1), query.maybe_time(3), query.maybe_time(4),
                        decode_tags(query.maybe_text(5))});
  }
  return versions;
}

}  // namespace

Result<std::vector<Package>> History::packages_seen() {
  return guarded("read the packages", [&]() -> Result<std::vector<Package>> {
    Query query = impl_->database.query("SELECT " + std::string(kPackageColumns) +
                                        " FROM package k JOIN owner o ON o.id = k.owner_id "
                                        "WHERE k.gone_run IS NULL ORDER BY o.login, k.type, k.name");
    std::vector<Package> packages;
    while (query.step()) packages.push_back(read_package(query, 0));
    return packages;
  });
}

Result<Inventory> History::last_inventory(const Package& package) {
  return guarded("read a package", [&]() -> Result<Inventory> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    const auto key = find_package(impl_->database, package);
    const auto look = key ? last_look(impl_->database, *key) : std::nullopt;
    if (!look) {
      return fail(ErrorCode::not_found, "the ledger holds no complete listing of " + to_string(ref_of(package)) +
                                            "; retentiond plan asks GitHub for one");
    }
    return Inventory{package, versions_at(impl_->database, *key, *look), {}, look->at};
  });
}

Result<Remembered> History::remember(const Package& package, SysTime now) {
  return guarded("read what is remembered of " + to_string(ref_of(package)), [&]() -> Result<Remembered> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    return read_memory(impl_->database, package, now);
  });
}

}  // namespace retention::store
