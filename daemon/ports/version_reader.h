#pragma once

#include <optional>
#include <vector>

#include "policy/base/error.h"
#include "policy/model/package.h"

namespace retention {

// Reads single versions, to settle what became of a mutation. Used from one thread.
class VersionReader {
 public:
  virtual ~VersionReader() = default;

  // The version if it is active; nothing if GitHub answers 404.
  virtual Result<std::optional<PackageVersion>> active_version(const Package& package, VersionId version) = 0;

  // Every version that GitHub can still restore. ErrorCode::not_found if it does not know the package, or hides it from
  // the token: that says nothing about a version.
  virtual Result<std::vector<DeletedVersion>> deleted_versions(const Package& package) = 0;
};

}  // namespace retention
