#pragma once

#include <vector>

#include "daemon/report/format.h"
#include "daemon/report/json_pieces.h"
#include "daemon/report/ledger_report.h"
#include "policy/base/time.h"
#include "store/command_records.h"

namespace retention::report {

// The commands that wait or run and those that ended badly lately, a paragraph each; nothing if there are none.
void print_commands(const Sheet& sheet, const StatusView& view);

[[nodiscard]] Json commands_json(const std::vector<store::Command>& commands);

}  // namespace retention::report
