#include "policy/base/time_expression.h"

#include <fmt/format.h>

#include "policy/base/duration.h"

namespace retention {

Result<SysTime> parse_time_expression(std::string_view text, SysTime now, const Zone& zone) {
  if (const auto instant = parse_rfc3339(text)) return *instant;
  if (const auto date = parse_date(text)) return zone.to_sys(CivilTime(*date));
  if (const auto ago = parse_duration(text)) return subtract(now, *ago, zone);
  return fail(
      ErrorCode::usage,
      fmt::format("\"{}\" is no time: write an instant such as 2026-03-02T02:37:00Z, a date such as 2026-03-02, "
                  "or how long ago, such as 3d",
                  text));
}

}  // namespace retention
