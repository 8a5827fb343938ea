#pragma once

#include <cstdint>
#include <ostream>
#include <string>

#include "daemon/report/style.h"
#include "store/history_records.h"

namespace retention::report {

// What a run was: "dry run", "apply", "scheduled dry run", "undo".
[[nodiscard]] std::string kind_in_words(const store::RunSummary& run);

// How many versions the run deleted. The rows that an undo counts as deleted were deleted by an earlier run.
[[nodiscard]] std::int64_t deleted_by(const store::RunSummary& run);

// The two lines above a text report: which run, when, by whom, under which rules.
void print_header(std::ostream& out, const Style& style, const store::RunSummary& run);

}  // namespace retention::report
