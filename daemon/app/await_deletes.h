#pragma once

#include <chrono>
#include <stop_token>
#include <vector>

#include "daemon/ports/clock.h"
#include "policy/base/error.h"
#include "store/ledger.h"

namespace retention::app {

// Waits until no delete call of a living process is in flight, at most for a request that takes `request` as a whole
// and its settling. Returns the calls that still are. A stop ends the wait with ErrorCode::interrupted.
Result<std::vector<store::DeleteInFlight>> await_deletes(store::Ledger& ledger, const Clock& clock,
                                                         std::chrono::seconds request, const std::stop_token& stop);

}  // namespace retention::app
