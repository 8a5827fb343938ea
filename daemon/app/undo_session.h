#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "daemon/app/cycle_runner.h"
#include "daemon/app/hand_over.h"
#include "daemon/cli/services.h"
#include "daemon/config/load.h"
#include "policy/base/error.h"
#include "store/records.h"

namespace retention::app {

// Settles what is in flight and looks at what an undo would do, for who holds the ledger's lock; before that, GitHub is
// asked what the tokens may do. Without the right to restore it is an error. The result keeps the connection to GitHub;
// the ledger and the configuration outlive it.
Result<std::unique_ptr<cli::UndoSession>> open_undo(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                                    const store::UndoSelection& selection, std::string actor,
                                                    const std::stop_token& stop);

// The same look for who has no lock: nothing is settled, and a right that is lacking is a warning of the preview.
Result<report::UndoPreview> preview_only(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                         const store::UndoSelection& selection, const std::stop_token& stop);

// An undo that was looked at here and that the daemon restores. The log outlives it.
std::unique_ptr<cli::UndoSession> undo_by_daemon(report::UndoPreview preview, const Asker& asker,
                                                 const store::UndoSelection& selection, cli::Patience patience,
                                                 cli::Log& log);

}  // namespace retention::app
