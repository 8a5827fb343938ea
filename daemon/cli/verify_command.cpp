#include "daemon/cli/commands.h"
#include "daemon/report/ledger_report.h"

namespace retention::cli {

Result<ExitStatus> execute(const Context& context, const VerifyCommand& command) {
  const auto ledger = context.services.ledger_location();
  if (!ledger) return fail(ledger.error());
  const auto found = context.services.verify();
  if (!found) return fail(found.error());
  report::write_verification(context.sheet(command.format), *ledger, *found);
  return ExitStatus::done;
}

}  // namespace retention::cli
