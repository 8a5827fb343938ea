#pragma once

#include <vector>

#include "policy/base/error.h"
#include "store/database.h"
#include "store/schema.h"

namespace retention::store {

// Checks that the file is empty or a ledger that this program understands; ErrorCode::ledger says which it is not.
// `steps` is migrations() but in tests.
Result<void> check_ours(Database& database, const std::vector<Migration>& steps);

// As check_ours(), and that it needs no step first: a reader does not change it.
Result<void> check_readable(Database& database, const std::vector<Migration>& steps);

// Sets up the connection for writing and brings the schema up to the last of `steps`, each in a transaction of its own,
// after a copy of a ledger with content to LEDGER.vN, N being the version it had. While another process holds the lock
// of such a ledger nothing is changed under it: ErrorCode::ledger.
Result<void> migrate(Database& database, const std::vector<Migration>& steps);

}  // namespace retention::store
