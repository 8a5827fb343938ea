#include "daemon/cli/commands.h"
#include "daemon/report/check_report.h"

namespace retention::cli {

Result<ExitStatus> execute(const Context& context, const CheckCommand& command) {
  const auto outcome = context.services.check(command.reach);
  context.line.clear();
  if (!outcome) return fail(outcome.error());
  report::write_check(context.sheet(command.format), outcome->result);
  return outcome->status;
}

}  // namespace retention::cli
