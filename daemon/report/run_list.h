#pragma once

#include <span>

#include "daemon/report/format.h"
#include "store/history_records.h"

namespace retention::report {

// The list of past runs, newest first: a table with a line each, or {"schema", "runs": [{..., "summary"}]}.
void write_run_list(const Sheet& sheet, std::span<const store::RunSummary> runs);

}  // namespace retention::report
