#include "daemon/cli/commands.h"
#include "daemon/cli/resolve.h"

namespace retention::cli {

Result<ExitStatus> execute(const Context& context, const ReportCommand& command) {
  auto history = context.services.history();
  if (!history) return fail(history.error());
  std::optional<RunId> run = command.run;
  if (run) {
    if (auto known = require_run(*history, *run); !known) return fail(known.error());
  } else {
    const auto last = history->last_run();
    if (!last) return fail(last.error());
    if (!*last) return fail(ErrorCode::usage, "the ledger holds no run yet; make the first with retentiond plan");
    run = (*last)->id;
  }
  auto output = Output::open(command.output, context.console.out);
  if (!output) return fail(output.error());
  return print_report(context, *run, command.format, *output, ExitStatus::done);
}

}  // namespace retention::cli
