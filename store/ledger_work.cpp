#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "store/codec.h"
#include "store/deletion_rows.h"
#include "store/journal.h"
#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/package_rows.h"
#include "store/version_rows.h"

namespace retention::store {
namespace {

// A row in flight came to its state with its call. Of one that waits again only the journal knows: a process may have
// ended, and the next one have come days later.
constexpr std::string_view kLastSent =
    "CASE WHEN d.state IN (5, 12) THEN d.state_at WHEN d.attempts > 0 AND d.state IN (1, 2, 3, 4, 9) THEN coalesce("
    "(SELECT max(j.at) FROM journal j WHERE j.subject = d.id AND j.kind <= 2 AND j.body ->> '$.to' = 'deleting'), "
    "d.sent_at) ELSE d.sent_at END ";

std::string select_work(std::string_view rest) {
  return "SELECT d.id, d.plan_id, v.gh_id, v.digest, v.name, d.seen_tags, d.state, d.sent_at, d.deleted_at, "
         "d.undo_until, d.attempts, d.seen_updated, " +
         std::string(kPackageColumns) + ", d.package_deletion_id, " + std::string(kLastSent) + std::string(rest);
}

constexpr std::string_view kFromDeletion =
    "FROM deletion d JOIN version v ON v.id = d.version_id JOIN package k ON k.id = d.package_id "
    "JOIN owner o ON o.id = k.owner_id ";

DeletionWork read_work(const Query& query) {
  const auto with_package = query.maybe_integer(21);
  return {.id = query.id<DeletionId>(0),
          .plan = query.id<PlanId>(1),
          .package = read_package(query, 12),
          .version = query.id<VersionId>(2),
          .name = join_name(query, 3),
          .tags = decode_tags(query.maybe_text(5)).value_or(std::vector<std::string>()),
          .updated_at = query.maybe_time(11),
          .state = query.as<DeletionState>(6),
          .sent_at = query.maybe_time(7),
          .last_sent_at = query.maybe_time(22),
          .deleted_at = query.maybe_time(8),
          .undo_until = query.maybe_time(9),
          .attempts = query.integer(10),
          .with_package = with_package ? std::optional(PackageDeletionId{*with_package}) : std::nullopt};
}

// What is over by our clock is only left out: a clock that is wrong must not end what GitHub still keeps.
Restorable within_window(Restorable found, SysTime now) {
  const auto open = [now](const DeletionWork& work) { return !work.undo_until || *work.undo_until > now; };
  const auto over = std::stable_partition(found.work.begin(), found.work.end(), open);
  std::move(over, found.work.end(), std::back_inserter(found.over));
  found.work.erase(over, found.work.end());
  found.expired += std::ssize(found.over);
  return found;
}

// Of several deletions of one version only the newest that was sent can be undone. Undone is in the reverse of the
// order of deletion: what was deleted last is needed first.
constexpr std::string_view kNewest =
    "NOT EXISTS (SELECT 1 FROM deletion later WHERE later.version_id = d.version_id AND later.id > d.id "
    "AND later.state IN (5, 6, 12, 13, 14, 15, 16)) ";
// Others may have brought back what no restore of ours was sent for.
constexpr std::string_view kByUndo =
    "AND EXISTS (SELECT 1 FROM journal j WHERE j.subject = d.id AND j.kind <= 2 AND j.body ->> '$.to' = 'restoring') ";
constexpr std::string_view kUndoOrder = "ORDER BY d.package_id, d.id DESC";
constexpr std::string_view kOfPackage = "AND o.login = ?1 COLLATE NOCASE AND k.type = ?2 AND k.name = ?3 ";

class Selector {
 public:
  explicit Selector(Database& database) : database_(database) {}

  Restorable operator()(const ByRun& by) const {
    return collect("AND d.plan_id IN (SELECT id FROM plan WHERE run_id = ?1) ",
                   [&](Query& query) { query.bind(by.run); });
  }
  Restorable operator()(const Since& since) const {
    return collect("AND d.deleted_at >= ?1 ", [&](Query& query) { query.bind(since.time); });
  }
  Restorable operator()(const ByPackage& by) const {
    return collect(kOfPackage, [&](Query& query) { query.bind(by.package.owner, by.package.type, by.package.name); });
  }
  Restorable operator()(const ByVersion& by) const {
    Restorable result = (*this)(ByPackage{by.package});
    const auto others = [&](const DeletionWork& work) {
      return std::ranges::find(by.versions, work.version) == by.versions.end();
    };
    std::erase_if(result.work, others);
    std::erase_if(result.back, others);
    result.expired = 0;
    for (const VersionId version : by.versions) result.expired += expired_of(by.package, version);
    return result;
  }

 private:
  template <typename Bind>
  Restorable collect(std::string_view condition, const Bind& bind) const {
    Restorable result;
    const std::string where = std::string(condition) + "AND " + std::string(kNewest);
    Query work = database_.query(
        select_work(std::string(kFromDeletion) + "WHERE d.state IN (6, 14, 15) " + where + std::string(kUndoOrder)));
    bind(work);
    while (work.step()) result.work.push_back(read_work(work));
    Query back = database_.query(select_work(std::string(kFromDeletion) + "WHERE d.state = 13 " + where +
                                             std::string(kByUndo) + std::string(kUndoOrder)));
    bind(back);
    while (back.step()) result.back.push_back(read_work(back));
    Query expired = database_.query("SELECT count(*) " + std::string(kFromDeletion) + "WHERE d.state = 16 " + where);
    bind(expired);
    if (expired.step()) result.expired = expired.integer(0);
    return result;
  }

  [[nodiscard]] std::int64_t expired_of(const PackageRef& package, VersionId version) const {
    Query query = database_.query("SELECT count(*) " + std::string(kFromDeletion) + "WHERE d.state = 16 " +
                                  std::string(kOfPackage) + "AND v.gh_id = ?4 AND " + std::string(kNewest));
    query.bind(package.owner, package.type, package.name, version);
    return query.step() ? query.integer(0) : 0;
  }

  Database& database_;
};

}  // namespace

Result<std::optional<DeletionWork>> Ledger::next_queued(RunId run, SysTime now) {
  return guarded("read the next deletion", [&]() -> Result<std::optional<DeletionWork>> {
    Query query = impl_->database->query(
        select_work("FROM plan p INDEXED BY plan_run CROSS JOIN package k ON k.id = p.package_id "
                    "AND (k.hold_code IS NULL OR k.hold_until <= ?2) "
                    "CROSS JOIN deletion d INDEXED BY deletion_queued ON d.plan_id = p.id AND d.state = 4 "
                    "AND (d.not_before IS NULL OR d.not_before <= ?2) "
                    "JOIN version v ON v.id = d.version_id JOIN owner o ON o.id = k.owner_id "
                    "WHERE p.run_id = ?1 ORDER BY p.id, d.id LIMIT 1"));
    query.bind(run, now);
    if (!query.step()) return std::optional<DeletionWork>();
    return std::optional(read_work(query));
  });
}

Result<std::vector<DeletionWork>> Ledger::queued_from(const DeletionWork& first, SysTime now, std::int64_t limit) {
  return guarded("read the next deletions", [&]() -> Result<std::vector<DeletionWork>> {
    Query query = impl_->database->query(select_work(std::string(kFromDeletion) +
                                                     "WHERE d.plan_id = ?1 AND d.state = 4 AND d.id >= ?2 "
                                                     "AND (d.not_before IS NULL OR d.not_before <= ?3) "
                                                     "ORDER BY d.id LIMIT ?4"));
    query.bind(first.plan, first.id, now, limit);
    std::vector<DeletionWork> work;
    while (query.step()) work.push_back(read_work(query));
    return work;
  });
}

Result<std::vector<DeletionWork>> Ledger::in_flight() {
  return guarded("read what is in flight", [&]() -> Result<std::vector<DeletionWork>> {
    Query query = impl_->database->query(
        select_work(std::string(kFromDeletion) +
                    "WHERE d.state IN (5, 12) AND NOT EXISTS "
                    "(SELECT 1 FROM package_deletion w WHERE w.id = d.package_deletion_id AND w.state IN (5, 12)) "
                    "ORDER BY d.sent_at, d.id"));
    query.bind();
    std::vector<DeletionWork> work;
    while (query.step()) work.push_back(read_work(query));
    return work;
  });
}

Result<std::vector<DeletionWork>> Ledger::part_of(PackageDeletionId id) {
  return guarded("read the versions of a package's deletion", [&]() -> Result<std::vector<DeletionWork>> {
    Query query = impl_->database->query(
        select_work(std::string(kFromDeletion) + "WHERE d.package_deletion_id = ?1 ORDER BY d.id"));
    query.bind(id);
    std::vector<DeletionWork> work;
    while (query.step()) work.push_back(read_work(query));
    return work;
  });
}

Result<std::vector<DeletionWork>> Ledger::back_in(const Inventory& inventory) {
  return guarded("read what came back", [&]() -> Result<std::vector<DeletionWork>> {
    std::vector<DeletionWork> work;
    const auto package = find_package(*impl_->database, inventory.package);
    if (!package || !inventory.completeness.complete()) return work;
    std::unordered_set<VersionId> listed;
    for (const PackageVersion& version : inventory.versions) listed.insert(version.id);
    Query query = impl_->database->query(
        select_work(std::string(kFromDeletion) + "WHERE d.package_id = ?1 AND d.state IN (6, 14, 15) ORDER BY d.id"));
    query.bind(*package);
    while (query.step()) {
      if (listed.contains(query.id<VersionId>(2))) work.push_back(read_work(query));
    }
    return work;
  });
}

Result<std::vector<DeletionWork>> Ledger::vanished_from(const Inventory& inventory) {
  return guarded("read what was sent and is not listed any more", [&]() -> Result<std::vector<DeletionWork>> {
    std::vector<DeletionWork> work;
    const auto package = find_package(*impl_->database, inventory.package);
    if (!package) return work;
    Query query = impl_->database->query(select_work(std::string(kFromDeletion) +
                                                     "WHERE d.package_id = ?1 AND d.state IN (1, 2, 3, 4, 9) "
                                                     "AND d.sent_at IS NOT NULL ORDER BY d.id"));
    query.bind(*package);
    while (query.step()) {
      const bool listed =
          std::ranges::any_of(inventory.versions, [id = query.id<VersionId>(2)](const auto& v) { return v.id == id; });
      if (!listed) work.push_back(read_work(query));
    }
    return work;
  });
}

Result<Restorable> Ledger::restorable(const UndoSelection& selection, SysTime now) {
  return guarded("read what can be restored", [&]() -> Result<Restorable> {
    Database& database = *impl_->database;
    return within_window(std::visit(Selector(database), selection), now);
  });
}

}  // namespace retention::store
