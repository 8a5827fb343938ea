#pragma once

#include <optional>

#include "store/database.h"
#include "store/history_records.h"

namespace retention::store {

// The end of a run in the journal, up to which everything counts that its report tells. A run that has not ended counts
// up to now.
[[nodiscard]] std::int64_t last_seq_of(Database& database, RunId run);

// The fixed clock of a run.
[[nodiscard]] SysTime clock_of(Database& database, RunId run);

// When a binding run began or ended, whichever is earlier, if its clock can be relied on: one that is off must not make
// everything old. GitHub's clock was held against ours when a package was listed, and ours may jump before and after.
[[nodiscard]] std::optional<SysTime> trusted_end(Database& database, RunId run);

[[nodiscard]] std::optional<RunKind> kind_of(Database& database, RunId run);

// The totals of a run from the states its deletions have now: for an undo of those it moved, else of those it made.
[[nodiscard]] RunCounts count_run(Database& database, RunId run, RunKind kind);

}  // namespace retention::store
