#pragma once

#include <cstdint>
#include <string>

#include "policy/base/error.h"

namespace retention::store {

// Whether the file system of a ledger has room for what a call may make the ledger write that moves so many deletions.
// A full disk in the middle of a call would leave it unrecorded, so nothing is begun that might not be finished:
// ErrorCode::ledger, also if it cannot be found out. A ledger in memory always has room.
Result<void> check_free_space(const std::string& location, std::int64_t moves);

}  // namespace retention::store
