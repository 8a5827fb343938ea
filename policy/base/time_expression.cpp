#include "policy/base/time_expression.h"

#include <fmt/format.h>

#include <optional>

#include "policy/base/duration.h"

namespace retention {

namespace {

// An instant or a date; nothing for any other text.
std::optional<SysTime> parse_instant(std::string_view text, const Zone& zone) {
  if (const auto instant = parse_rfc3339(text)) return *instant;
  if (const auto date = parse_date(text)) return zone.to_sys(CivilTime(*date));
  return std::nullopt;
}

tl::unexpected<Error> no_time(std::string_view text, std::string_view duration) {
  return fail(ErrorCode::usage,
              fmt::format("\"{}\" is no time: write an instant such as 2026-03-02T02:37:00Z, a date such as "
                          "2026-03-02, or how long {}, such as 3d",
                          text, duration));
}

}  // namespace

Result<SysTime> parse_time_expression(std::string_view text, SysTime now, const Zone& zone) {
  if (const auto instant = parse_instant(text, zone)) return *instant;
  if (const auto ago = parse_duration(text)) return subtract(now, *ago, zone);
  return no_time(text, "ago");
}

Result<SysTime> parse_end_expression(std::string_view text, SysTime now, const Zone& zone) {
  std::optional<SysTime> end = parse_instant(text, zone);
  if (!end) {
    const auto ahead = parse_duration(text);
    if (!ahead) return no_time(text, "from now");
    end = add(now, *ahead, zone);
  }
  if (*end > now) return *end;
  return fail(ErrorCode::usage, fmt::format("{} is over already: name a time that lies ahead", format_rfc3339(*end)));
}

}  // namespace retention
