#include "daemon/cli/commands.h"

namespace retention::cli {
namespace {

using store::Binding;

Result<CycleResult> cycle(const Context& context, Binding binding, const Narrowing& narrowing, Patience patience) {
  auto result = context.services.cycle({binding, narrowing.policy, narrowing.package, patience});
  context.line.clear();
  // What was asked for wrongly has nothing to report.
  if (result && result->cut_short && result->cut_short->code == ErrorCode::usage) return fail(*result->cut_short);
  return result;
}

// The totals of a run that has just ended.
Result<store::RunCounts> counts_of(store::History& history, RunId run) {
  const auto summary = history.run(run);
  if (!summary) return fail(summary.error());
  if (!*summary) return fail(ErrorCode::ledger, "the ledger does not hold the run that has just ended");
  return (*summary)->counts;
}

Result<store::RunCounts> counts_of(const Context& context, RunId run) {
  auto history = context.services.history();
  if (!history) return fail(history.error());
  return counts_of(*history, run);
}

CycleOrder order_of(const PlanCommand& command) {
  return {Binding::dry_run, command.narrowing.policy, command.narrowing.package};
}

// What --exit-code makes of a plan.
ExitStatus with_due(ExitStatus status, std::int64_t due) {
  return due > 0 ? graver(status, ExitStatus::blocked) : status;
}

Result<ExitStatus> plan_online(const Context& context, const PlanCommand& command, Output& output) {
  const auto result = cycle(context, Binding::dry_run, command.narrowing, Patience::follow);
  if (!result) return fail(result.error());
  const ExitStatus status = print_report(context, result->run, command.format, output, result->status);
  if (result->cut_short) return fail(*result->cut_short);
  if (!command.exit_code) return status;
  const auto counts = counts_of(context, result->run);
  if (!counts) return fail(counts.error());
  return with_due(status, counts->due);
}

Result<ExitStatus> plan_offline(const Context& context, const PlanCommand& command, Output& output) {
  auto result = context.services.plan_offline(order_of(command));
  context.line.clear();
  if (!result) return fail(result.error());
  const ExitStatus status = print_report(context, result->history, result->run, command.format, output, result->status);
  if (!command.exit_code) return status;
  const auto counts = counts_of(result->history, result->run);
  if (!counts) return fail(counts.error());
  return with_due(status, counts->due);
}

Result<ExitStatus> compare(const Context& context, const PlanCommand& command, Output& output) {
  const auto writer = report::make_comparison_writer(context.sheet(output, command.format));
  const auto outcome = context.services.compare(order_of(command), *command.compare, *writer);
  context.line.clear();
  if (!outcome) return fail(outcome.error());
  if (auto written = output.commit(); !written) return fail(written.error());
  return command.exit_code ? with_due(outcome->status, outcome->newly_deleted) : outcome->status;
}

}  // namespace

Result<ExitStatus> execute(const Context& context, const PlanCommand& command) {
  auto output = Output::open(command.output, context.console.out);
  if (!output) return fail(output.error());
  if (command.compare) return compare(context, command, *output);
  if (command.source == PlanCommand::Source::ledger) return plan_offline(context, command, *output);
  return plan_online(context, command, *output);
}

Result<ExitStatus> execute(const Context& context, const ApplyCommand& command) {
  auto output = Output::open(std::nullopt, context.console.out);
  if (!output) return fail(output.error());
  const Binding binding = command.dry_run ? Binding::dry_run : Binding::binding;
  const auto result = cycle(context, binding, command.narrowing, command.patience);
  if (!result) return fail(result.error());
  if (result->handed_over) return print_handed_over(context, *result->handed_over, command.format);
  const ExitStatus status = print_report(context, result->run, command.format, *output, result->status);
  if (result->cut_short) return fail(*result->cut_short);
  if (!command.strict) return status;
  const auto counts = counts_of(context, result->run);
  if (!counts) return fail(counts.error());
  return counts->blocked + counts->awaiting > 0 ? graver(status, ExitStatus::blocked) : status;
}

}  // namespace retention::cli
