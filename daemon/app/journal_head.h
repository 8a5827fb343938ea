#pragma once

#include "daemon/cli/log.h"
#include "store/ledger.h"

namespace retention::app {

// Logs the journal's head after a run, where nobody who can write the ledger can change it any more: a journal that was
// written anew from some row on has another one.
void log_head(cli::Log& log, const store::Ledger::Head& head);

}  // namespace retention::app
