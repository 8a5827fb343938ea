#include "daemon/engine/cycle.h"

#include <string>

namespace retention::engine {

Result<CycleOutcome> end_cycle(const CycleParts& parts, RunId run, ExitStatus status) {
  const store::RunEnd end{seconds_of(parts.clock.now()), static_cast<int>(status), parts.requests.api_requests()};
  if (auto ended = parts.ledger.finish_run(run, end); !ended) return fail(ended.error());
  parts.events.on(CycleFinished{run.value, static_cast<int>(status), {}});
  return CycleOutcome{run, status};
}

Result<CycleOutcome> plan_cycle(const CycleParts& parts, const CycleRequest& request, const Rules& rules,
                                const std::stop_token& stop) {
  const auto planned = parts.planner.plan(request, rules, stop);
  if (!planned) return fail(planned.error());
  return end_cycle(parts, planned->run, planned->status);
}

Result<CycleOutcome> apply_cycle(const CycleParts& parts, Reconciler& reconciler, Executor& executor,
                                 const CycleRequest& request, const Rules& rules, const std::stop_token& stop) {
  if (const auto settled = reconciler.settle(); !settled) return fail(settled.error());
  const auto planned = parts.planner.plan(request, rules, stop);
  if (!planned) return fail(planned.error());
  const auto executed = executor.execute(*planned, {planned->run, rules.set, request.scope, planned->releasing}, stop);
  if (!executed) {
    if (executed.error().code == ErrorCode::ledger) return fail(executed.error());
    const store::RunWarning warning{"ended-early", executed.error().message, {}};
    auto told = parts.ledger.warn(planned->run, warning, seconds_of(parts.clock.now()));
    if (!told) return fail(told.error());
    const auto ended = end_cycle(parts, planned->run, status_of(executed.error().code));
    return fail(ended ? executed.error() : ended.error());
  }
  return end_cycle(parts, planned->run, graver(planned->status, *executed));
}

}  // namespace retention::engine
