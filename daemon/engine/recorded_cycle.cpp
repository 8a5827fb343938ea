#include "daemon/engine/recorded_cycle.h"

#include <string>

namespace retention::engine {

Result<CycleOutcome> plan_recorded_cycle(const CycleParts& parts, const RecordedLister& lister,
                                         const CycleRequest& request, const Rules& rules, const std::stop_token& stop) {
  const auto planned = parts.planner.plan(request, rules, stop);
  if (!planned) return fail(planned.error());
  if (planned->cut_short) return cut_short(parts, planned->run, *planned->cut_short);
  std::string text = "GitHub was not asked: this is decided on what the ledger saw last";
  if (const auto oldest = lister.oldest()) text += ", the oldest of it at " + format_rfc3339(*oldest);
  const SysTime now = seconds_of(parts.clock.now());
  if (auto told = parts.ledger.warn(planned->run, {"offline", text, {}}, now); !told) return fail(told.error());
  if (auto told = tell_wounds(parts.ledger, planned->run, planned->wounds, now); !told) return fail(told.error());
  return end_cycle(parts, planned->run, planned->status);
}

}  // namespace retention::engine
