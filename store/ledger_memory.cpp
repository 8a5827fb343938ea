#include <cstddef>
#include <vector>

#include "policy/model/order_by_id.h"
#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/memory_rows.h"
#include "store/package_rows.h"
#include "store/version_rows.h"

namespace retention::store {
namespace {

// The listed versions in the order of their ids.
class ById {
 public:
  explicit ById(const std::vector<PackageVersion>& versions) : versions_(versions), order_(positions_by_id(versions)) {}

  // Ids are asked for in ascending order.
  const PackageVersion* find(VersionId id) {
    while (next_ < order_.size() && versions_[order_[next_]].id < id) ++next_;
    if (next_ == order_.size() || versions_[order_[next_]].id != id) return nullptr;
    return &versions_[order_[next_]];
  }

 private:
  const std::vector<PackageVersion>& versions_;
  std::vector<std::size_t> order_;
  std::size_t next_{0};
};

bool deleted_by_us(Database& database, std::int64_t version) {
  Query query =
      database.query("SELECT 1 FROM deletion WHERE version_id = ?1 AND state IN (5, 6, 7, 12, 14, 15, 16) LIMIT 1");
  query.bind(version);
  return query.step();
}

}  // namespace

Result<Remembered> Ledger::remember(const Package& package, SysTime now) {
  return guarded("read what is remembered of " + to_string(ref_of(package)), [&]() -> Result<Remembered> {
    Transaction transaction(*impl_->database, Transaction::Kind::read);
    return read_memory(*impl_->database, package, now);
  });
}

Result<ListingChange> Ledger::compare(const Inventory& inventory) {
  return guarded("compare " + to_string(ref_of(inventory.package)) + " with what was seen",
                 [&]() -> Result<ListingChange> {
                   Database& database = *impl_->database;
                   Transaction transaction(database, Transaction::Kind::read);
                   ListingChange change;
                   const auto package = find_package(database, inventory.package);
                   if (!package) return change;
                   ById listed(inventory.versions);
                   const VersionListParts parts = read_version_list(database, *package);
                   VersionList known(parts);
                   while (const KnownVersion* before = known.next()) {
                     const PackageVersion* version = listed.find(before->id);
                     if (version == nullptr) {
                       if (!deleted_by_us(database, before->row)) change.missing.push_back(before->id);
                     } else if (created_differs(before->created_at, version->created_at)) {
                       ++change.created_changed;
                     }
                   }
                   return change;
                 });
}

}  // namespace retention::store
