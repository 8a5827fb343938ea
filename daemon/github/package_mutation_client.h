#pragma once

#include <utility>

#include "daemon/github/mutation_client.h"
#include "daemon/ports/package_mutation.h"

namespace retention::github {

// Deletes a whole package with the owner's delete token: one exchange, never repeated. The caller has asked the Permit
// before. Used from one thread.
class PackageRemoveClient final : public PackageRemover {
 public:
  explicit PackageRemoveClient(MutationChannel channel) : channel_(std::move(channel)) {}
  MutationOutcome delete_package(const Package& package) override;

 private:
  MutationChannel channel_;
};

// Restores a whole package with the owner's restore token, in the same manner.
class PackageRestoreClient final : public PackageRestorer {
 public:
  explicit PackageRestoreClient(MutationChannel channel) : channel_(std::move(channel)) {}
  MutationOutcome restore_package(const Package& package) override;

 private:
  MutationChannel channel_;
};

}  // namespace retention::github
