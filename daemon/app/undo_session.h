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

// Looks at what an undo would do; before that, GitHub is asked what the tokens may do. Without the right to restore a
// binding undo is an error, and a dry run a preview with a warning. The result keeps the connection to GitHub; the
// ledger and the configuration outlive it.
Result<std::unique_ptr<cli::UndoSession>> open_undo(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                                    const store::UndoSelection& selection, store::Binding binding,
                                                    std::string actor, const std::stop_token& stop);

}  // namespace retention::app
