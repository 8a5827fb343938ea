#pragma once

#include <vector>

#include "store/database.h"
#include "store/deletion_state.h"
#include "store/records.h"

namespace retention::store {

// Where a deletion waits that nothing but the order keeps back: `held` while something that has to be gone before it is
// not, else `queued`.
[[nodiscard]] DeletionState released_state(Database& database, DeletionId id);

// What is held and has nothing left to wait for, now that this deletion is `deleted` or `gone`.
[[nodiscard]] std::vector<DeletionId> freed_by(Database& database, DeletionId id);

}  // namespace retention::store
