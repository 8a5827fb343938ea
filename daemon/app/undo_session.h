#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "daemon/app/cycle_runner.h"
#include "daemon/cli/services.h"
#include "daemon/config/load.h"
#include "policy/base/error.h"
#include "store/records.h"

namespace retention::app {

// Looks at what an undo would do. The result keeps the connection to GitHub; the ledger and the configuration outlive
// it. The restore token is checked before restore() calls anything.
Result<std::unique_ptr<cli::UndoSession>> open_undo(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                                    const store::UndoSelection& selection, std::string actor,
                                                    const std::stop_token& stop);

}  // namespace retention::app
