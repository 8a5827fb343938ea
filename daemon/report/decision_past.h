#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "daemon/report/format.h"
#include "daemon/report/json_pieces.h"
#include "store/history_records.h"

namespace retention::report {

// The decisions on one version, a line for each; nothing if there was only ever one. `tags` are those that reasons
// speak of by their place.
void print_intervals(const Sheet& sheet, std::span<const store::DecisionInterval> intervals,
                     const std::optional<std::vector<std::string>>& tags);

[[nodiscard]] Json intervals_json(std::span<const store::DecisionInterval> intervals,
                                  const std::optional<std::vector<std::string>>& tags);

}  // namespace retention::report
