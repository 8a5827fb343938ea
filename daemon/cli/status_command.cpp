#include "daemon/cli/commands.h"
#include "daemon/report/ledger_report.h"
#include "store/lock.h"

namespace retention::cli {

Result<ExitStatus> execute(const Context& context, const StatusCommand& command) {
  report::StatusView view;
  view.now = context.now();
  const auto ledger = context.services.ledger_location();
  if (!ledger) return fail(ledger.error());
  view.ledger = *ledger;
  auto history = context.services.history();
  if (!history) return fail(history.error());
  auto status = history->status(view.now);
  if (!status) return fail(status.error());
  view.status = *std::move(status);
  auto windows = history->undo_windows(view.now);
  if (!windows) return fail(windows.error());
  view.undo = *std::move(windows);
  auto pins = history->pins(view.now);
  if (!pins) return fail(pins.error());
  view.pins = *std::move(pins);
  // Who may not look at the lock takes it that a daemon runs.
  const auto holder = store::LedgerLock::held_for(*ledger);
  if (holder && *holder != store::kDaemonLock) view.queue = report::StatusView::Queue::unserved;
  report::write_status(context.sheet(command.format), view);
  return ExitStatus::done;
}

}  // namespace retention::cli
