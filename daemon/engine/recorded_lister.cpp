#include "daemon/engine/recorded_lister.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace retention::engine {
namespace {

// Whether the selector may mean an owner. `me` is some user: the ledger remembers no token.
bool may_mean(const OwnerSelector& selector, const Owner& owner) {
  const bool organization = owner.kind == OwnerKind::organization;
  if (selector.route == OwnerRoute::self) return !organization;
  return organization == (selector.route == OwnerRoute::organization) && same_login(selector.login, owner.login);
}

}  // namespace

Result<Owner> RecordedLister::owner(const OwnerSelector& selector) {
  const auto seen = history_.packages_seen();
  if (!seen) return fail(seen.error());
  std::vector<Owner> owners;
  for (const Package& package : *seen) {
    if (may_mean(selector, package.owner) && std::ranges::find(owners, package.owner) == owners.end()) {
      owners.push_back(package.owner);
    }
  }
  const std::string name = to_string(selector);
  if (owners.empty()) {
    return fail(ErrorCode::not_found,
                "the ledger has seen no package of " + name + "; retentiond plan asks GitHub for them");
  }
  if (owners.size() > 1) {
    return fail(ErrorCode::not_found,
                "the ledger has seen several users and cannot tell which of them is " + name + "; name user:LOGIN");
  }
  owners.front().route = selector.route;
  return owners.front();
}

Result<PackageListing> RecordedLister::packages(const Owner& owner, PackageType type) {
  auto seen = history_.packages_seen();
  if (!seen) return fail(seen.error());
  PackageListing listing;
  std::ranges::copy_if(*seen, std::back_inserter(listing.packages),
                       [&](const Package& package) { return package.owner.id == owner.id && package.type == type; });
  for (Package& package : listing.packages) package.owner = owner;
  return listing;
}

Result<Package> RecordedLister::package(const Owner& owner, PackageType type, const std::string& name) {
  auto listing = packages(owner, type);
  if (!listing) return fail(listing.error());
  const auto found = std::ranges::find(listing->packages, name, &Package::name);
  if (found == listing->packages.end()) {
    return fail(ErrorCode::not_found, "the ledger has not seen " + to_string(PackageRef{owner.login, type, name}));
  }
  return std::move(*found);
}

Result<VersionListing> RecordedLister::versions(const Package& package) {
  auto inventory = history_.last_inventory(package);
  if (!inventory) return fail(inventory.error());
  oldest_ = oldest_ ? std::min(*oldest_, inventory->fetched_at) : inventory->fetched_at;
  return VersionListing{std::move(inventory->versions), {}, std::nullopt, inventory->fetched_at};
}

Result<std::optional<PackageVersion>> RecordedLister::active_version(const Package& package, VersionId version) {
  const auto inventory = history_.last_inventory(package);
  if (!inventory) return fail(inventory.error());
  const auto found = std::ranges::find(inventory->versions, version, &PackageVersion::id);
  return found == inventory->versions.end() ? std::nullopt : std::optional(*found);
}

Result<DeletedListing> RecordedLister::deleted_versions(const Package& package) {
  return fail(ErrorCode::not_found, "what GitHub can still restore of " + to_string(ref_of(package)) +
                                        " is not in the ledger; ask with `undo --package ... --dry-run`");
}

}  // namespace retention::engine
