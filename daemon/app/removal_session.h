#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "daemon/app/cycle_runner.h"
#include "daemon/cli/services.h"
#include "daemon/config/load.h"
#include "policy/base/error.h"
#include "policy/model/package.h"
#include "store/records.h"

namespace retention::app {

// Looks at a package that is to be deleted as a whole; before that, GitHub is asked what the tokens may do. What can
// delete it is made in here, and nowhere else. The ledger and the configuration outlive the result.
Result<std::unique_ptr<cli::RemovalSession>> open_removal(const CycleSurroundings& surroundings,
                                                          const config::Loaded& loaded, const PackageRef& package,
                                                          store::Binding binding, std::string actor,
                                                          const std::stop_token& stop);

}  // namespace retention::app
