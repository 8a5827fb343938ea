#pragma once

#include "daemon/engine/collector.h"
#include "daemon/ports/exit_status.h"
#include "daemon/ports/lister.h"
#include "policy/base/error.h"
#include "store/ledger.h"

namespace retention::engine {

struct Departures {
  std::vector<store::RunWarning> notes;
  ExitStatus status{ExitStatus::done};  // incomplete if a list lacks what is there
};

// Packages that the ledger knows and that a list of all of their owner and type lacks. Each is asked for by its name:
// those that are gone are closed, and what was still to be deleted of them is cancelled; others are told. One read for
// each, and for a package that is gone only once.
Result<Departures> close_departed(store::Ledger& ledger, Lister& lister, const Worklist& work, RunId run, SysTime now);

}  // namespace retention::engine
