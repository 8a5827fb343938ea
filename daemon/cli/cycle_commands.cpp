#include "daemon/cli/commands.h"

namespace retention::cli {
namespace {

using store::Binding;

Result<CycleResult> cycle(const Context& context, Binding binding, const Narrowing& narrowing) {
  auto result = context.services.cycle({binding, narrowing.policy, narrowing.package});
  context.line.clear();
  return result;
}

// The totals of a run that has just ended.
Result<store::RunCounts> counts_of(const Context& context, RunId run) {
  auto history = context.services.history();
  if (!history) return fail(history.error());
  const auto summary = history->run(run);
  if (!summary) return fail(summary.error());
  if (!*summary) return fail(ErrorCode::ledger, "the ledger does not hold the run that has just ended");
  return (*summary)->counts;
}

}  // namespace

Result<ExitStatus> execute(const Context& context, const PlanCommand& command) {
  auto output = Output::open(command.output, context.console.out);
  if (!output) return fail(output.error());
  const auto result = cycle(context, Binding::dry_run, command.narrowing);
  if (!result) return fail(result.error());
  const ExitStatus status = print_report(context, result->run, command.format, *output, result->status);
  if (!command.exit_code) return status;
  const auto counts = counts_of(context, result->run);
  if (!counts) return fail(counts.error());
  return counts->due > 0 ? graver(status, ExitStatus::blocked) : status;
}

Result<ExitStatus> execute(const Context& context, const ApplyCommand& command) {
  auto output = Output::open(std::nullopt, context.console.out);
  if (!output) return fail(output.error());
  const auto result = cycle(context, command.dry_run ? Binding::dry_run : Binding::binding, command.narrowing);
  if (!result) return fail(result.error());
  const ExitStatus status = print_report(context, result->run, command.format, *output, result->status);
  if (!command.strict) return status;
  const auto counts = counts_of(context, result->run);
  if (!counts) return fail(counts.error());
  return counts->blocked > 0 ? graver(status, ExitStatus::blocked) : status;
}

}  // namespace retention::cli
