#pragma once

#include "policy/base/time.h"
#include "policy/model/package.h"
#include "store/database.h"
#include "store/records.h"

namespace retention::store {

// What the ledger remembers of a package; nothing of one that it has never seen.
[[nodiscard]] Remembered read_memory(Database& database, const Package& package, SysTime now);

}  // namespace retention::store
