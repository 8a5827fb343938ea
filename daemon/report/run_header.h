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

// Whether the ledger can tell of the run again: one that was made offline is gone with its process.
[[nodiscard]] bool is_recorded(const store::RunSummary& run);

// What lists every version of a run: the end of a sentence about those that a text report left out.
[[nodiscard]] std::string full_list(const store::RunSummary& run);

// The two lines above a text report: which run, when, by whom, under which rules.
void print_header(std::ostream& out, const Style& style, const store::RunSummary& run);

}  // namespace retention::report
