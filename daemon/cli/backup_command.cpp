#include "daemon/cli/commands.h"
#include "daemon/report/ledger_report.h"
#include "store/backup.h"

namespace retention::cli {

Result<ExitStatus> execute(const Context& context, const BackupCommand& command) {
  const auto ledger = context.services.ledger_location();
  if (!ledger) return fail(ledger.error());
  const auto made = store::backup(*ledger, command.file);
  if (!made) return fail(made.error());
  report::write_backup(context.sheet(command.format), command.file, *made);
  return ExitStatus::done;
}

}  // namespace retention::cli
