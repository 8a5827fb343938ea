#pragma once

#include <span>
#include <string>

#include "daemon/report/format.h"
#include "daemon/report/json_pieces.h"
#include "store/pin_records.h"

namespace retention::report {

// "until 2026-03-05T12:00:00Z", or "until somebody unpins it".
[[nodiscard]] std::string span_of(const store::PinRecord& pin);

// {"owner", "type", "name", "version_id", "version_name", "source", "reason", "until", "made_by", "made_at"}
[[nodiscard]] Json pin_json(const store::PinRecord& pin);

// The pins that hold: a table with a line each, or {"schema", "pins": [...]}.
void write_pin_list(const Sheet& sheet, std::span<const store::PinRecord> pins);

// What an unpin took away, for people.
void write_unpinned(const Sheet& sheet, const store::Unpinned& unpinned);

}  // namespace retention::report
