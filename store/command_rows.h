#pragma once

#include <optional>
#include <vector>

#include "store/command_records.h"
#include "store/database.h"

namespace retention::store {

[[nodiscard]] std::optional<Command> find_command(Database& database, CommandId id);

// The commands that are not finished, oldest first.
[[nodiscard]] std::vector<Command> open_commands(Database& database);

// Those that ended after this time with another status than 0 and a message, newest first; ten at most.
[[nodiscard]] std::vector<Command> failed_commands(Database& database, SysTime after);

}  // namespace retention::store
