#pragma once

#include <optional>
#include <vector>

#include "daemon/report/examination.h"
#include "daemon/report/format.h"
#include "policy/base/time.h"
#include "store/deletion_story.h"
#include "store/history_records.h"

namespace retention::report {

// Everything that is known of one version: why it is still here, or why it went.
struct Explanation {
  SysTime now;
  store::VersionMatch version;
  std::optional<RunId> decided_in;                 // the last run that saw the version
  std::optional<store::DecisionRecord> decision;   // as it stood in that run
  std::vector<store::DecisionInterval> intervals;  // oldest first
  std::vector<store::DeletionStory> deletions;     // oldest first
  std::vector<store::PinRecord> pins;              // that hold it now
  std::optional<Examination> today{};              // by the rules as they are now
  std::string no_today{};                          // in its place: why the rules are not asked; empty without a word
};

void write_explanation(const Sheet& sheet, const Explanation& explanation);

}  // namespace retention::report
