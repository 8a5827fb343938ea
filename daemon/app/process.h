#pragma once

#include <string>
#include <string_view>

#include "daemon/config/environment.h"

namespace retention::app {

// The version of the program, as in --version and the User-Agent.
[[nodiscard]] std::string_view program_version();

// A copy of the environment the process was started with.
[[nodiscard]] config::Environment process_environment(char** variables);

// Who runs the program, for the ledger: the person behind sudo, else the user's name, else the user id.
[[nodiscard]] std::string actor_of(const config::Environment& environment);

}  // namespace retention::app
