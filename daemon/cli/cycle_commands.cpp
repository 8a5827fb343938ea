#include "daemon/cli/commands.h"

namespace retention::cli {
namespace {

using store::Binding;

Result<CycleResult> cycle(const Context& context, const CycleOrder& order) {
  auto result = context.services.cycle(order);
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

// What --exit-code makes of a plan by which so many versions would go.
ExitStatus with_going(ExitStatus status, std::int64_t going) {
  return going > 0 ? graver(status, ExitStatus::blocked) : status;
}

// Candidates whose policies do more than report: now, once a person agrees, or once their grace is over.
std::int64_t going(const store::RunCounts& counts) {
  return counts.due + counts.grace;
}

Result<ExitStatus> plan_online(const Context& context, const PlanCommand& command, Output& output) {
  const auto result = cycle(context, order_of(command));
  if (!result) return fail(result.error());
  const ExitStatus status = print_report(context, result->run, command.format, output, result->status);
  if (result->cut_short) return fail(*result->cut_short);
  if (!command.exit_code) return status;
  const auto counts = counts_of(context, result->run);
  if (!counts) return fail(counts.error());
  return with_going(status, going(*counts));
}

Result<ExitStatus> plan_offline(const Context& context, const PlanCommand& command, Output& output) {
  auto result = context.services.plan_offline(order_of(command));
  context.line.clear();
  if (!result) return fail(result.error());
  const ExitStatus status = print_report(context, result->history, result->run, command.format, output, result->status);
  if (!command.exit_code) return status;
  const auto counts = counts_of(result->history, result->run);
  if (!counts) return fail(counts.error());
  return with_going(status, going(*counts));
}

Result<ExitStatus> compare(const Context& context, const PlanCommand& command, Output& output) {
  const auto writer = report::make_comparison_writer(context.sheet(output, command.format));
  const auto outcome = context.services.compare(order_of(command), *command.compare, *writer);
  context.line.clear();
  if (!outcome) return fail(outcome.error());
  if (auto written = output.commit(); !written) return fail(written.error());
  return command.exit_code ? with_going(outcome->status, outcome->newly_deleted) : outcome->status;
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
  const auto result =
      cycle(context, {binding, command.narrowing.policy, command.narrowing.package, command.patience, command.strict});
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
