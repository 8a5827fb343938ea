#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/ports/lister.h"
#include "daemon/ports/version_reader.h"
#include "policy/base/time.h"
#include "store/history.h"

namespace retention::engine {

// Lists what the ledger saw last instead of what GitHub holds, so that a cycle can be planned without a network. A
// package that was never listed as a whole is an error, as it is where GitHub fails. The history outlives it.
class RecordedLister final : public Lister, public VersionReader {
 public:
  explicit RecordedLister(store::History& history) : history_(history) {}

  Result<Owner> owner(const OwnerSelector& selector) override;
  Result<PackageListing> packages(const Owner& owner, PackageType type) override;
  Result<Package> package(const Owner& owner, PackageType type, const std::string& name) override;
  Result<VersionListing> versions(const Package& package) override;
  Result<std::optional<PackageVersion>> active_version(const Package& package, VersionId version) override;

  // Always ErrorCode::not_found: the ledger does not know what GitHub can restore.
  Result<DeletedListing> deleted_versions(const Package& package) override;

  // When the oldest of the listings that versions() told of was made; nothing before the first.
  [[nodiscard]] std::optional<SysTime> oldest() const { return oldest_; }

 private:
  store::History& history_;
  std::optional<SysTime> oldest_;
};

}  // namespace retention::engine
