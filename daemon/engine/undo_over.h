#pragma once

#include <vector>

#include "daemon/ports/version_reader.h"
#include "policy/base/error.h"
#include "store/records.h"

namespace retention::engine {

// What GitHub says of deletions whose 30 days are over by our clock.
struct Over {
  std::vector<store::DeletionWork> listed;  // it can still restore them: the clock is wrong
  std::vector<DeletionId> ended;            // it has them neither among the deleted nor the active ones
};

// Reads it; a clock that is wrong ends nothing. What is in neither is not read this time, and is the next. Errors are
// those after which nothing would go better.
Result<Over> look_at_over(VersionReader& reader, const std::vector<store::DeletionWork>& over);

}  // namespace retention::engine
