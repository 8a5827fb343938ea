#pragma once

#include <cstdint>
#include <string>

#include "policy/base/error.h"
#include "store/verify.h"

namespace retention::store {

struct Backup {
  std::uintmax_t bytes{0};
  Verification verified;  // of the copy
};

// Writes the ledger at `location`, as it is at one moment, to a new file that only its owner reads, and verifies it
// there. Reads only; whoever writes to the ledger meanwhile is not held up. `file` must not exist: ErrorCode::usage. It
// has its name only once it is whole, verified and on its disk; a ledger in which something does not hold is refused.
Result<Backup> backup(const std::string& location, const std::string& file);

}  // namespace retention::store
