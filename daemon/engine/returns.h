#pragma once

#include "daemon/ports/version_reader.h"
#include "policy/base/error.h"
#include "policy/model/package.h"
#include "store/ledger.h"

namespace retention::engine {

// Moves to `restored` the deletions whose versions are active again although no undo of ours brought them back, and
// keeps a warning for each with the run. A version counts as back if a complete listing holds it and a read of its own
// agrees; one that went with its whole package, if the package is listed again. At most 100 versions are read; the next
// run goes on. What cannot be read stays as it is. Only what ends everything is an error.
Result<void> record_returns(store::Ledger& ledger, VersionReader& reader, const Inventory& inventory, RunId run);

}  // namespace retention::engine
