#include "daemon/app/pacing.h"

#include <string>
#include <utility>

#include "daemon/config/url.h"

namespace retention::app {
namespace {

RateState state_of(const store::Rate& rate) {
  return {rate.quota, rate.remaining, rate.reset_at, rate.penalty_until, rate.next_mutation_at};
}

store::Rate rate_of(const RateState& state) {
  return {state.quota, state.remaining, state.reset_at, state.penalty_until, state.next_mutation_at};
}

}  // namespace

Result<std::unique_ptr<ReadSession>> open_session(const CycleSurroundings& surroundings, const config::GitHub& settings,
                                                  const std::stop_token& stop) {
  // All tokens of a process share one pace, so the viewer is the server that they are sent to.
  const std::string viewer = config::to_string(settings.api_url);
  const auto noted = surroundings.ledger.rate(viewer);
  if (!noted) return fail(noted.error());
  Pacing pacing;
  if (*noted) pacing.noted = state_of(**noted);
  if (surroundings.standing == Standing::holder) {
    pacing.note = [&ledger = surroundings.ledger, warn = surroundings.warn, viewer](const RateState& state) {
      const auto kept = ledger.keep_rate(viewer, rate_of(state));
      if (kept) return;
      warn(kept.error().message +
           "; a process that takes over now may ask GitHub too early, so wait before you start one");
    };
  }
  return ReadSession::open(settings, surroundings.environment, surroundings.clock, surroundings.events, stop,
                           std::move(pacing));
}

}  // namespace retention::app
