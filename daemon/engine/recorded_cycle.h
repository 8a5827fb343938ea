#pragma once

#include <stop_token>

#include "daemon/engine/cycle.h"
#include "daemon/engine/recorded_lister.h"
#include "policy/base/error.h"

namespace retention::engine {

// One dry run on what the ledger saw last. `lister` is the one that the planner of `parts` asks; the run says of when
// what it told is.
Result<CycleOutcome> plan_recorded_cycle(const CycleParts& parts, const RecordedLister& lister,
                                         const CycleRequest& request, const Rules& rules, const std::stop_token& stop);

}  // namespace retention::engine
