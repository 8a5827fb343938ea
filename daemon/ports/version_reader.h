#pragma once

#include <optional>
#include <vector>

#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/model/package.h"

namespace retention {

struct DeletedListing {
  std::vector<DeletedVersion> versions;
  std::optional<SysTime> server_date{};  // the last Date header of its pages
};

// Reads single versions, to settle what became of a mutation. Used from one thread.
class VersionReader {
 public:
  virtual ~VersionReader() = default;

  // The version if it is active; nothing if GitHub answers 404.
  virtual Result<std::optional<PackageVersion>> active_version(const Package& package, VersionId version) = 0;

  // Every version that GitHub can still restore. ErrorCode::not_found if it does not know the package, or hides it from
  // the token: that says nothing about a version.
  virtual Result<DeletedListing> deleted_versions(const Package& package) = 0;
};

}  // namespace retention
