#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace retention::simulator {

// A length of time, and a moment in UTC, both exact to the millisecond; GitHub's own times are exact to the second.
using Duration = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Duration>;

// Reads "2026-03-02T12:00:00Z" or "2026-03-02". Nothing if it is not that.
[[nodiscard]] std::optional<Time> parse_time(std::string_view text);

// "2026-03-02T12:00:00Z"
[[nodiscard]] std::string format_time(Time time);

// "Mon, 02 Mar 2026 12:00:00 GMT"
[[nodiscard]] std::string format_http_date(Time time);

// Reads "500ms", "10s", "5m", "12h", "40d", "2w" and sums such as "1d12h". Nothing if it is not that.
[[nodiscard]] std::optional<Duration> parse_length(std::string_view text);

// Whole seconds since 1970, as rate limit headers carry them.
[[nodiscard]] std::int64_t epoch_seconds(Time time);

}  // namespace retention::simulator
