#pragma once

#include <stop_token>

#include "daemon/cli/services.h"
#include "daemon/config/config.h"
#include "policy/base/error.h"

namespace retention::app {

// Asks /healthz of the daemon that these settings describe, on this machine. A daemon that does not answer is not
// alive; ErrorCode::configuration only if the settings give it no server.
Result<cli::Health> probe_health(const config::Server& settings, const std::stop_token& stop);

}  // namespace retention::app
