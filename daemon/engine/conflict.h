#pragma once

#include "daemon/ports/mutation.h"

namespace retention::engine {

// Whether GitHub did nothing for what stands in the way of a restore, mostly a name that somebody has again. What it is
// only a read tells.
[[nodiscard]] inline bool is_conflict(const MutationOutcome& outcome) {
  constexpr int kConflict = 409;
  constexpr int kUnprocessable = 422;
  return outcome.http_status == kConflict || outcome.http_status == kUnprocessable;
}

}  // namespace retention::engine
