#include <algorithm>
#include <iterator>

#include "daemon/cli/commands.h"
#include "daemon/cli/resolve.h"
#include "daemon/report/explanation.h"
#include "daemon/report/past_explanation.h"

namespace retention::cli {

namespace {

// Without a configuration there still is what the ledger knows.
void examine(const Context& context, report::Explanation& explanation) {
  auto found = context.services.examine(explanation.version);
  if (!found) {
    explanation.no_today = "What the rules of today say is not known. " + found.error().message;
  } else if (!*found) {
    explanation.no_today = "No policy of the configuration selects its package, so nothing there is deleted.";
  } else {
    explanation.today = **std::move(found);
  }
}

Result<report::Explanation> as_it_is(const Context& context, store::History& history,
                                     const store::VersionMatch& version) {
  report::Explanation explanation{.now = context.now(),
                                  .version = version,
                                  .decided_in = {},
                                  .decision = {},
                                  .intervals = {},
                                  .deletions = {},
                                  .pins = {}};
  auto last = history.last_look_at(version.row);
  if (!last) return fail(last.error());
  explanation.decided_in = *last;
  auto decision = history.decision_in(version.row, std::nullopt);
  if (!decision) return fail(decision.error());
  explanation.decision = *std::move(decision);
  auto intervals = history.decisions_on(version.row);
  if (!intervals) return fail(intervals.error());
  explanation.intervals = *std::move(intervals);
  auto deletions = history.stories_on(version.row);
  if (!deletions) return fail(deletions.error());
  explanation.deletions = *std::move(deletions);
  auto pins = history.pins(context.now());
  if (!pins) return fail(pins.error());
  std::ranges::copy_if(*pins, std::back_inserter(explanation.pins), [&](const store::PinRecord& pin) {
    return pin.package == version.package && (pin.version == version.version || pin.name == version.name);
  });
  examine(context, explanation);
  return explanation;
}

Result<report::PastExplanation> as_of_run(store::History& history, const store::VersionMatch& version,
                                          const store::RunSummary& run) {
  report::PastExplanation explanation{run, version, {}, {}};
  auto decision = history.decision_in(version.row, run.id);
  if (!decision) return fail(decision.error());
  explanation.decision = *std::move(decision);
  auto intervals = history.decisions_on(version.row);
  if (!intervals) return fail(intervals.error());
  std::ranges::copy_if(*intervals, std::back_inserter(explanation.intervals),
                       [&](const store::DecisionInterval& interval) { return interval.run <= run.id; });
  return explanation;
}

}  // namespace

Result<ExitStatus> execute(const Context& context, const ExplainCommand& command) {
  auto history = context.services.history();
  if (!history) return fail(history.error());
  std::optional<store::RunSummary> run;
  if (command.run) {
    if (auto known = require_run(*history, *command.run); !known) return fail(known.error());
    auto summary = history->run(*command.run);
    if (!summary) return fail(summary.error());
    run = *std::move(summary);
  }
  auto version = history->find_version(in_ledger(command.version));
  if (!version) return fail(version.error());
  if (run) {
    const auto explanation = as_of_run(*history, *version, *run);
    if (!explanation) return fail(explanation.error());
    report::write_past_explanation(context.sheet(command.format), *explanation);
  } else {
    const auto explanation = as_it_is(context, *history, *version);
    if (!explanation) return fail(explanation.error());
    report::write_explanation(context.sheet(command.format), *explanation);
  }
  return ExitStatus::done;
}

}  // namespace retention::cli
