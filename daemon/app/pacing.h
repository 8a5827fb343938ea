#pragma once

#include <memory>
#include <stop_token>

#include "daemon/app/cycle_runner.h"
#include "daemon/app/github_session.h"
#include "daemon/config/config.h"
#include "policy/base/error.h"

namespace retention::app {

// A session that keeps the pace towards GitHub which the ledger remembers, and, where this process holds the ledger,
// notes there what the next process has to keep: when a wait begins, and at the end. What cannot be noted is a warning.
// The ledger outlives the session.
Result<std::unique_ptr<ReadSession>> open_session(const CycleSurroundings& surroundings, const config::GitHub& settings,
                                                  const std::stop_token& stop);

}  // namespace retention::app
