#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "daemon/config/load.h"
#include "daemon/ports/clock.h"
#include "daemon/report/examination.h"
#include "policy/base/error.h"
#include "store/history.h"

namespace retention::app {

// What a configuration makes of a version that the ledger at `location` knows; nothing if no policy selects its
// package. Asks GitHub nothing and writes nothing.
Result<std::optional<report::Examination>> examine(const std::string& location, const config::Loaded& loaded,
                                                   const store::VersionMatch& version, const Clock& clock,
                                                   const std::stop_token& stop);

}  // namespace retention::app
