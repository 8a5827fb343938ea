#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/model/package.h"

namespace retention {

struct PackageListing {
  std::vector<Package> packages;
  Completeness completeness;
};

struct VersionListing {
  std::vector<PackageVersion> versions;  // each id once, in the total order of newest_first()
  Completeness completeness;
  std::optional<SysTime> server_date;  // the last Date header of its pages
  std::optional<SysTime> listed_at;    // absent: just now
};

// Lists what GitHub holds. Used from one thread. A listing that fails half-way is an Error, or partial where some rows
// are known to be missing; it is never passed off as complete.
class Lister {
 public:
  virtual ~Lister() = default;

  // Finds the owner's id and kind. A kind that is not the one the selector names is ErrorCode::configuration.
  virtual Result<Owner> owner(const OwnerSelector& selector) = 0;

  // All packages of a type, leaving out those whose name begins with "deleted_" (ghosts of deleted packages).
  virtual Result<PackageListing> packages(const Owner& owner, PackageType type) = 0;

  // One package by name, for tokens that may not list. ErrorCode::not_found if there is none.
  virtual Result<Package> package(const Owner& owner, PackageType type, const std::string& name) = 0;

  // All active versions of a package.
  virtual Result<VersionListing> versions(const Package& package) = 0;
};

}  // namespace retention
