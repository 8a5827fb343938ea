#pragma once

#include <optional>
#include <string>

#include "daemon/cli/context.h"
#include "policy/base/error.h"
#include "policy/base/time.h"

namespace retention::cli {

// Reads the TIME of an `--until`; nothing without one. An end that does not lie ahead is ErrorCode::usage.
Result<std::optional<SysTime>> read_end(const Context& context, const std::optional<std::string>& until);

}  // namespace retention::cli
