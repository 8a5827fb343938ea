#pragma once

#include <vector>

#include "daemon/engine/collector.h"
#include "policy/base/error.h"
#include "store/ledger.h"

namespace retention::engine {

// Drops what an earlier cycle planned for packages that no policy selects any more: nobody would send it, and nobody
// should be asked to approve it. `work` is of all policies. A package of which it cannot be told whether it was merely
// not read stays as it is. Returns what the report of the run tells.
Result<std::vector<store::RunWarning>> drop_unselected(store::Ledger& ledger, const Worklist& work, RunId run,
                                                       SysTime now);

}  // namespace retention::engine
