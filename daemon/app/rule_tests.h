#pragma once

#include <string>
#include <vector>

#include "daemon/config/load.h"
#include "policy/base/time.h"

namespace retention::app {

// Runs the tests of a configuration and tells those that fail, each in a line with its place, what was expected, what
// came out and why.
[[nodiscard]] std::vector<std::string> failures_of(const config::Loaded& loaded, SysTime now);

}  // namespace retention::app
