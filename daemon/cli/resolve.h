#pragma once

#include <optional>

#include "daemon/cli/invocation.h"
#include "policy/base/error.h"
#include "store/history.h"

namespace retention::cli {

// A REF as the ledger asks for it. The reference must name a version.
[[nodiscard]] store::VersionRef in_ledger(const VersionRef& ref);

// The one version that a REF means for an undo: of those that fit, one whose deletion can still be undone, even where
// an active version fits too. Several such, and none, are ErrorCode::usage with what there is.
Result<store::VersionMatch> find_deleted(store::History& history, const VersionRef& ref);

// Fails with ErrorCode::usage, naming where to look, if there is no such run.
Result<void> require_run(store::History& history, RunId run);

// The same for a package that the ledger has never seen.
Result<void> require_package(store::History& history, const PackageRef& package);

}  // namespace retention::cli
