#pragma once

#include "policy/base/error.h"
#include "store/database.h"

namespace retention::store {

// Whether table `version_list` says of each package what the rows of its versions say. ErrorCode::broken_chain names
// the first package of which it does not.
[[nodiscard]] Result<void> check_version_lists(Database& database);

}  // namespace retention::store
