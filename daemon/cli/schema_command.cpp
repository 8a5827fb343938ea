#include "daemon/cli/commands.h"

namespace retention::cli {

Result<ExitStatus> execute(const Context& context, const SchemaCommand& /*command*/) {
  context.console.out << context.services.schema();
  return ExitStatus::done;
}

}  // namespace retention::cli
