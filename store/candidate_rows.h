#pragma once

#include <cstdint>

#include "policy/base/time.h"
#include "policy/model/candidate_clocks.h"
#include "store/database.h"

namespace retention::store {

// Since when the versions of a package have been candidates, as the last cycle left it that counted: a binding cycle
// that saw the package as a whole. What dry runs and incomplete looks decided since is passed over. There are no clocks
// where that cycle is in the future, since the machine's clock was set back.
[[nodiscard]] CandidateClocks read_clocks(Database& database, std::int64_t package, SysTime now);

}  // namespace retention::store
