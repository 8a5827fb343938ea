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

namespace {

Result<void> note(const CycleParts& parts, RunId run, const std::vector<store::RunWarning>& warnings) {
  for (const store::RunWarning& warning : warnings) {
    if (auto kept = parts.ledger.warn(run, warning, seconds_of(parts.clock.now())); !kept) return kept;
  }
  return {};
}

// Paused deletions do not stop it.
Result<ExitStatus> heal(const CycleParts& parts, Healer& healer, const Planned& planned, const std::stop_token& stop) {
  ExitStatus status = ExitStatus::done;
  for (const Wound& wound : planned.wounds) {
    const auto healed = healer.heal(wound, stop);
    if (!healed) return fail(healed.error());
    if (auto told = note(parts, planned.run, healed->warnings); !told) return fail(told.error());
    status = graver(status, healed->status);
  }
  return status;
}

}  // namespace

Result<CycleOutcome> plan_cycle(const CycleParts& parts, const CycleRequest& request, const Rules& rules,
                                const std::stop_token& stop) {
  const auto planned = parts.planner.plan(request, rules, stop);
  if (!planned) return fail(planned.error());
  if (planned->cut_short) return cut_short(parts, planned->run, *planned->cut_short);
  auto told = tell_wounds(parts.ledger, planned->run, planned->wounds, seconds_of(parts.clock.now()));
  if (!told) return fail(told.error());
  return end_cycle(parts, planned->run, planned->status);
}

Result<CycleOutcome> apply_cycle(const CycleParts& parts, const CycleHands& hands, const CycleRequest& request,
                                 const Rules& rules, const std::stop_token& stop) {
  const auto settled = hands.reconciler.settle();
  if (!settled) return fail(settled.error());
  const auto planned = parts.planner.plan(request, rules, stop);
  if (!planned) return fail(planned.error());
  if (auto told = note(parts, planned->run, settled->differing); !told) return fail(told.error());
  if (planned->cut_short) return cut_short(parts, planned->run, *planned->cut_short);
  const auto healed = heal(parts, hands.healer, *planned, stop);
  if (!healed) return fail(healed.error());
  if (auto told = hands.aftercare.settle(planned->whole, planned->now, planned->run); !told) return fail(told.error());
  const auto executed =
      hands.executor.execute(*planned, {planned->run, rules.set, request.scope, planned->releasing}, stop);
  if (!executed) return cut_short(parts, planned->run, executed.error());
  const ExitStatus status = graver(graver(planned->status, *healed), *executed);
  if (request.asking == CycleRequest::Asking::once) return end_cycle(parts, planned->run, status);
  return end_cycle(parts, planned->run, status, graver(status, ExitStatus::blocked));
}

}  // namespace retention::engine
