#include "daemon/cli/commands.h"
#include "daemon/report/check_report.h"
#include "daemon/report/quantity.h"

namespace retention::cli {

Result<ExitStatus> execute(const Context& context, const CheckCommand& command) {
  const auto outcome = context.services.check(command.reach);
  context.line.clear();
  if (!outcome) return fail(outcome.error());
  report::write_check(context.sheet(command.format), outcome->result);
  const std::int64_t warnings = outcome->result.warnings_told();
  if (command.warnings == CheckCommand::Warnings::refused && warnings > 0) {
    return fail(ErrorCode::configuration, report::counted(warnings, "warning") + ", which --strict takes for " +
                                              (warnings == 1 ? "an error" : "errors"));
  }
  return outcome->status;
}

}  // namespace retention::cli
