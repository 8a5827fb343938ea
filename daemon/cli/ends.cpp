#include "daemon/cli/ends.h"

#include "policy/base/time_expression.h"

namespace retention::cli {

Result<std::optional<SysTime>> read_end(const Context& context, const std::optional<std::string>& until) {
  if (!until) return std::optional<SysTime>();
  const auto zone = context.services.zone();
  if (!zone) return fail(zone.error());
  const auto end = parse_end_expression(*until, context.now(), *zone);
  if (!end) return fail(ErrorCode::usage, "--until: " + end.error().message);
  return std::optional(*end);
}

}  // namespace retention::cli
