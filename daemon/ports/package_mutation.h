#pragma once

#include "daemon/ports/mutation.h"
#include "policy/model/package.h"

namespace retention {

// May delete whole packages. Only a command that a person gives for one package is ever handed one; nothing that a
// cycle holds can reach it. Used from one thread.
class PackageRemover {
 public:
  virtual ~PackageRemover() = default;
  virtual MutationOutcome delete_package(const Package& package) = 0;
};

// May restore whole packages, with the versions that were deleted with them. Used from one thread.
class PackageRestorer {
 public:
  virtual ~PackageRestorer() = default;
  virtual MutationOutcome restore_package(const Package& package) = 0;
};

}  // namespace retention
