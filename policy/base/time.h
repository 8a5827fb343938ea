#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace retention {

// UTC with the precision of GitHub's API.
using SysTime = std::chrono::sys_seconds;

// Reads RFC 3339 ("2026-03-02T02:37:00Z", any offset, fractions of a second are dropped). Nothing if it is not that.
[[nodiscard]] std::optional<SysTime> parse_rfc3339(std::string_view text);

// "2026-03-02T02:37:00Z"
[[nodiscard]] std::string format_rfc3339(SysTime time);

// Reads the date of an HTTP header in its preferred form ("Sun, 06 Nov 1994 08:49:37 GMT", RFC 9110 section 5.6.7).
[[nodiscard]] std::optional<SysTime> parse_http_date(std::string_view text);

// Reads a calendar day, "2026-03-02".
[[nodiscard]] std::optional<std::chrono::local_days> parse_date(std::string_view text);

}  // namespace retention
