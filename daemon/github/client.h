#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "daemon/github/reads.h"
#include "daemon/github/token_cache.h"
#include "daemon/http/gate.h"
#include "daemon/http/read_retry.h"
#include "daemon/http/transport.h"
#include "daemon/http/url.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/lister.h"
#include "daemon/ports/version_reader.h"

namespace retention::github {

// Reads packages and versions; cannot change anything. Lists walk every page; a page that fails is an Error, pages that
// shift under the walk make it start anew, and then the listing is partial. Used from one thread.
class ReadClient final : public Lister, public VersionReader {
 public:
  // Everything `reads` refers to outlives the client.
  explicit ReadClient(Reads& reads) : reads_(reads) {}

  Result<Owner> owner(const OwnerSelector& selector) override;
  Result<PackageListing> packages(const Owner& owner, PackageType type) override;
  Result<Package> package(const Owner& owner, PackageType type, const std::string& name) override;
  Result<VersionListing> versions(const Package& package) override;

  Result<std::optional<PackageVersion>> active_version(const Package& package, VersionId version) override;
  Result<DeletedListing> deleted_versions(const Package& package) override;

 private:
  Result<Owner> own_account();
  Result<Owner> named_account(const OwnerSelector& selector);

  Reads& reads_;
};

}  // namespace retention::github
