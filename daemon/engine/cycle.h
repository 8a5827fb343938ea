#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>

#include "daemon/engine/executor.h"
#include "daemon/engine/healer.h"
#include "daemon/engine/planner.h"
#include "daemon/engine/reconciler.h"
#include "daemon/engine/request_counter.h"
#include "daemon/ports/exit_status.h"
#include "policy/base/error.h"
#include "store/ledger.h"

namespace retention::engine {

// A finished run.
struct CycleOutcome {
  RunId run;
  ExitStatus status{ExitStatus::done};
  std::optional<Error> cut_short{};  // what ended it early; the status is that of the error
};

// What every cycle is made of.
struct CycleParts {
  Planner& planner;
  store::Ledger& ledger;
  const Clock& clock;
  EventSink& events;
  const RequestCounter& requests;
};

// Ends a run; `if_asking` is its status instead if something of it is blocked or waits for approval.
Result<CycleOutcome> end_cycle(const CycleParts& parts, RunId run, ExitStatus status,
                               std::optional<ExitStatus> if_asking = std::nullopt);

// Ends a run that an error cut short, and keeps the reason with it. An error of the ledger is returned: then nothing
// can be written.
Result<CycleOutcome> cut_short(const CycleParts& parts, RunId run, const Error& error);

// One dry run: collect, decide, record, and tell what a cycle would bring back. Nothing it is given can delete or
// restore.
Result<CycleOutcome> plan_cycle(const CycleParts& parts, const CycleRequest& request, const Rules& rules,
                                const std::stop_token& stop);

// What a cycle that binds has beyond that.
struct CycleHands {
  Reconciler& reconciler;
  Healer& healer;
  Aftercare& aftercare;
  Executor& executor;
};

// One cycle: settle what an earlier process left in flight, collect, decide, record, bring back what kept images lack,
// then delete what is queued.
Result<CycleOutcome> apply_cycle(const CycleParts& parts, const CycleHands& hands, const CycleRequest& request,
                                 const Rules& rules, const std::stop_token& stop);

}  // namespace retention::engine
