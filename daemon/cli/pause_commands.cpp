#include <string>

#include "daemon/cli/commands.h"
#include "daemon/cli/ends.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"

namespace retention::cli {
namespace {

using report::printable;

std::string call_of(const store::DeleteInFlight& call) {
  const std::string name =
      call.version ? report::shown(call.package, *call.version) : report::shown(call.package) + " as a whole";
  return name + ", sent at " + format_rfc3339(call.sent_at);
}

}  // namespace

Result<ExitStatus> execute(const Context& context, const PauseCommand& command) {
  const auto until = read_end(context, command.until);
  if (!until) return fail(until.error());
  // Before anything is written: a ledger that is not there is more likely a mistake than one to begin.
  if (const auto history = context.services.history(); !history) return fail(history.error());
  const auto ledger = context.services.ledger();
  if (!ledger) return fail(ledger.error());
  const store::Pause pause{*until, command.reason, context.services.actor(), context.now()};
  const auto before = (*ledger)->pause(pause);
  if (!before) return fail(before.error());
  const auto flying = context.services.await_deletes();
  if (!flying) {
    context.tell("deletions are paused, but whether a call was in flight is not known");
    return fail(flying.error());
  }
  context.console.out << "Deletions are " << printable(describe(pause)) << ".\n";
  if (*before) context.console.out << "Before, they were " << printable(describe(**before)) << ".\n";
  if (flying->empty()) return ExitStatus::done;
  for (const store::DeleteInFlight& call : *flying) {
    context.tell("a delete call from before the pause has had no answer yet: " + call_of(call) +
                 "; it may still take effect, retentiond status tells how many are in flight");
  }
  return ExitStatus::unexpected;
}

Result<ExitStatus> execute(const Context& context, const ResumeCommand& /*command*/) {
  if (const auto history = context.services.history(); !history) return fail(history.error());
  const auto ledger = context.services.ledger();
  if (!ledger) return fail(ledger.error());
  const auto ended = (*ledger)->resume(context.services.actor(), context.now());
  if (!ended) return fail(ended.error());
  if (*ended) {
    context.console.out << "Deletions may start again. They were " << printable(describe(**ended)) << ".\n";
  } else {
    context.console.out << "Deletions are not paused.\n";
  }
  return ExitStatus::done;
}

}  // namespace retention::cli
