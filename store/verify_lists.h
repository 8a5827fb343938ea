#pragma once

#include "policy/base/error.h"
#include "store/database.h"

namespace retention::store {

// Whether the tables `version_list` and `rank_list` say of each package what the rows of its versions say.
// ErrorCode::broken_chain names the first package of which they do not.
[[nodiscard]] Result<void> check_version_lists(Database& database);

}  // namespace retention::store
