#include "daemon/cli/commands.h"

namespace retention::cli {

Result<ExitStatus> execute(const Context& context, const HealthCommand& /*command*/) {
  const auto health = context.services.health();
  if (!health) return fail(health.error());
  context.console.out << health->text << '\n';
  return health->pulse == Health::Pulse::alive ? ExitStatus::done : ExitStatus::unexpected;
}

}  // namespace retention::cli
