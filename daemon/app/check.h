#pragma once

#include <filesystem>
#include <stop_token>

#include "daemon/cli/services.h"
#include "daemon/config/environment.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "policy/base/error.h"

namespace retention::app {

// Reads a configuration and, with Reach::online, asks GitHub what the tokens may do and whether each owner's packages
// can be listed. Changes nothing anywhere. What is wrong is a finding; the status is the one that `apply` would end
// with.
Result<cli::CheckOutcome> check_configuration(const std::filesystem::path& file, cli::Reach reach,
                                              const config::Environment& environment, const Clock& clock,
                                              EventSink& events, const std::stop_token& stop);

}  // namespace retention::app
