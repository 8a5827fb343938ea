#include "daemon/cli/commands.h"

namespace retention::cli {

Result<ExitStatus> execute(const Context& context, const RunCommand& command) {
  return context.services.run(command.dry_run ? store::Binding::dry_run : store::Binding::binding);
}

}  // namespace retention::cli
