#pragma once

#include <stop_token>
#include <string>

#include "daemon/cli/services.h"
#include "daemon/config/load.h"
#include "daemon/engine/cycle.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/report/comparison.h"
#include "policy/base/error.h"

namespace retention::app {

// What works without GitHub: on a copy of the ledger, which nothing is written back from. No token is read.
struct OfflineSurroundings {
  std::string ledger;  // a path
  const Clock& clock;
  EventSink& events;
};

// One dry run on what the ledger saw last.
Result<cli::OfflinePlan> plan_offline(const OfflineSurroundings& surroundings, const config::Loaded& loaded,
                                      const engine::CycleRequest& request, const std::stop_token& stop);

// A configuration and the file it came from.
struct NamedConfig {
  std::string file;
  const config::Loaded& loaded;
};

// Tells the writer what `after` decides differently from `before` on what the ledger saw last.
Result<cli::ComparisonOutcome> compare_offline(const OfflineSurroundings& surroundings, const NamedConfig& before,
                                               const NamedConfig& after, const engine::Scope& scope,
                                               report::ComparisonWriter& writer, const std::stop_token& stop);

}  // namespace retention::app
