#include "daemon/cli/commands.h"
#include "daemon/report/run_list.h"

namespace retention::cli {

Result<ExitStatus> execute(const Context& context, const HistoryCommand& command) {
  auto history = context.services.history();
  if (!history) return fail(history.error());
  const auto runs = history->runs(command.limit, std::nullopt);
  if (!runs) return fail(runs.error());
  report::write_run_list(context.sheet(command.format), *runs);
  return ExitStatus::done;
}

}  // namespace retention::cli
