#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "daemon/config/environment.h"
#include "daemon/config/load.h"
#include "daemon/engine/cycle.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "policy/base/error.h"
#include "store/ledger.h"

namespace retention::app {

[[nodiscard]] constexpr engine::CycleRequest::Asking asking_of(bool strict) {
  return strict ? engine::CycleRequest::Asking::always : engine::CycleRequest::Asking::once;
}

// Whether this process holds the ledger's lock, or writes beside whoever does.
enum class Standing : std::uint8_t { guest, holder };

// What stays the same from cycle to cycle.
struct CycleSurroundings {
  store::Ledger& ledger;
  const config::Environment& environment;
  const Clock& clock;
  EventSink& events;
  std::function<void(const std::string&)> warn;  // for what a person should know; never a secret
  Standing standing{Standing::guest};
};

// Builds the objects of one cycle, checks the tokens, runs the cycle and takes everything down again. For a dry run no
// object that can delete is built; a binding run ends with the end of what can no longer be undone, and a purge of what
// is older than `ledger.keep`. Errors of the
// tokens come before anything is asked or recorded.
Result<engine::CycleOutcome> run_cycle(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                       const engine::CycleRequest& request, const std::stop_token& stop);

// Settles what an earlier process left in flight. Asks GitHub only if there is something to settle, and first what the
// tokens may do.
Result<engine::Reconciler::Settled> settle_in_flight(const CycleSurroundings& surroundings,
                                                     const config::Loaded& loaded, const std::stop_token& stop);

}  // namespace retention::app
