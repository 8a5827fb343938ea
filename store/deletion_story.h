#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/time.h"
#include "store/history_records.h"

namespace retention::store {

// Whose it is what one step of a deletion tells of.
struct StepOrigin {
  RunId run;
  RunKind kind{RunKind::apply};
  std::string actor;  // empty: the run was purged
};

// One state that a deletion came to.
struct DeletionStep {
  DeletionRecord as;                 // the deletion from then on
  std::optional<StepOrigin> origin;  // absent: no run did it, but a person or a start of the program
};

// How a deletion of one version came about and what became of it.
struct DeletionStory {
  DeletionDetail detail;             // as it is now
  std::optional<ReasonRecord> rule;  // by which it goes; absent for what no rule deleted
  bool whole_package{false};         // it went with its package and comes back with it alone
  std::vector<DeletionStep> steps;   // oldest first
};

}  // namespace retention::store
