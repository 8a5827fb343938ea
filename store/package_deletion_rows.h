#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/deletion_rows.h"
#include "store/journal.h"
#include "store/package_deletion.h"
#include "store/records.h"

namespace retention::store {

// The parts of a row of `package_deletion` that a move needs. `row` has the package's key and no version.
struct PackageDeletionRow {
  PackageDeletionId id;
  RunId run;
  DeletionRow row;
};

[[nodiscard]] std::optional<PackageDeletionRow> find_package_deletion(Database& database, PackageDeletionId id);

// Makes the row of a package's deletion for a plan. Its first move is yet to be written.
PackageDeletionRow make_package_deletion(Database& database, RunId run, std::int64_t package, SysTime at);

// Writes a move that is known to be legal, with its journal row. A package that is deleted is closed, one that is back
// is open again.
void apply_package_move(Database& database, Journal& journal, const PackageDeletionRow& deletion,
                        const StateMove& move);

// The rows that are part of a package's deletion.
[[nodiscard]] std::vector<DeletionRow> rows_with(Database& database, PackageDeletionId id);

// Package deletions for which `condition` on `w` holds, oldest first.
[[nodiscard]] std::vector<PackageWork> read_package_work(Database& database, std::string_view condition);

}  // namespace retention::store
