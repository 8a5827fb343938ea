#include "daemon/engine/cycle.h"

#include <string>

namespace retention::engine {

Result<CycleOutcome> end_cycle(const CycleParts& parts, RunId run, ExitStatus status,
                               std::optional<ExitStatus> if_asking) {
  store::RunEnd end{seconds_of(parts.clock.now()), static_cast<int>(status), parts.requests.api_requests(),
                    parts.requests.registry_requests()};
  if (if_asking) end.exit_status_if_asking = static_cast<int>(*if_asking);
  if (auto ended = parts.ledger.finish_run(run, end); !ended) return fail(ended.error());
  parts.events.on(CycleFinished{run.value, static_cast<int>(status), {}});
  return CycleOutcome{run, status};
}

Result<CycleOutcome> cut_short(const CycleParts& parts, RunId run, const Error& error) {
  if (error.code == ErrorCode::ledger) return fail(error);
  auto told = parts.ledger.warn(run, {"ended-early", error.message, {}}, seconds_of(parts.clock.now()));
  if (!told) return fail(told.error());
  auto outcome = end_cycle(parts, run, status_of(error.code));
  if (outcome) outcome->cut_short = error;
  return outcome;
}

Result<CycleOutcome> plan_cycle(const CycleParts& parts, const CycleRequest& request, const Rules& rules,
                                const std::stop_token& stop) {
  const auto planned = parts.planner.plan(request, rules, stop);
  if (!planned) return fail(planned.error());
  if (planned->cut_short) return cut_short(parts, planned->run, *planned->cut_short);
  return end_cycle(parts, planned->run, planned->status);
}

Result<CycleOutcome> apply_cycle(const CycleParts& parts, Reconciler& reconciler, Executor& executor,
                                 const CycleRequest& request, const Rules& rules, const std::stop_token& stop) {
  const auto settled = reconciler.settle();
  if (!settled) return fail(settled.error());
  const auto planned = parts.planner.plan(request, rules, stop);
  if (!planned) return fail(planned.error());
  for (const store::RunWarning& warning : settled->differing) {
    auto kept = parts.ledger.warn(planned->run, warning, seconds_of(parts.clock.now()));
    if (!kept) return fail(kept.error());
  }
  if (planned->cut_short) return cut_short(parts, planned->run, *planned->cut_short);
  const auto executed = executor.execute(*planned, {planned->run, rules.set, request.scope, planned->releasing}, stop);
  if (!executed) return cut_short(parts, planned->run, executed.error());
  const ExitStatus status = graver(planned->status, *executed);
  if (request.asking == CycleRequest::Asking::once) return end_cycle(parts, planned->run, status);
  return end_cycle(parts, planned->run, status, graver(status, ExitStatus::blocked));
}

}  // namespace retention::engine
