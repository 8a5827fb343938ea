#pragma once

#include <string_view>

#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/base/zone.h"

namespace retention {

// Reads a TIME of the command line: RFC 3339 ("2026-03-02T02:37:00Z"), a date ("2026-03-02", the start of that day in
// `zone`) or a duration ago ("3d", counted back from `now`). Fails with ErrorCode::usage.
[[nodiscard]] Result<SysTime> parse_time_expression(std::string_view text, SysTime now, const Zone& zone);

// The same for an end that lies ahead: a duration counts from `now` on. An instant that is not after `now` is
// ErrorCode::usage.
[[nodiscard]] Result<SysTime> parse_end_expression(std::string_view text, SysTime now, const Zone& zone);

}  // namespace retention
