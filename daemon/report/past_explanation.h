#pragma once

#include <optional>
#include <vector>

#include "daemon/report/format.h"
#include "store/history_records.h"

namespace retention::report {

// What one run decided about one version, and why, as the ledger keeps it: what came later is not part of it, so that
// it is the same bytes whenever it is asked for.
struct PastExplanation {
  store::RunSummary run;
  store::VersionMatch version;                     // read for its name alone
  std::optional<store::DecisionRecord> decision;   // as it stood in the run; absent: the run did not look at it
  std::vector<store::DecisionInterval> intervals;  // up to the run, oldest first
};

void write_past_explanation(const Sheet& sheet, const PastExplanation& explanation);

}  // namespace retention::report
