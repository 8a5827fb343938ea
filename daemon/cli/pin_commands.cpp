#include <string>
#include <variant>

#include "daemon/cli/commands.h"
#include "daemon/cli/ends.h"
#include "daemon/cli/resolve.h"
#include "daemon/report/pin_list.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"

namespace retention::cli {
namespace {

using report::printable;

// What a version that nobody lists needs to come back, so that the pin has something to hold.
std::string whereabouts(const store::VersionMatch& version, SysTime now) {
  using store::DeletionState;
  const auto& deletion = version.deletion;
  const bool ours = deletion && !version.back && deletion->deletion.state == DeletionState::deleted;
  if (version.active && !ours) return {};
  const bool open = ours && deletion->deletion.undo_until && *deletion->deletion.undo_until > now;
  std::string text = "It is gone now; the pin holds it should it come back.";
  if (open) text += " To put it back: retentiond undo --version " + report::shown(version.package, version.version);
  return text;
}

// What the command line names, as the ledger looks for it.
struct Selecting {
  store::History& history;

  Result<store::UnpinSelection> operator()(RunId run) const {
    if (auto known = require_run(history, run); !known) return fail(known.error());
    return run;
  }
  Result<store::UnpinSelection> operator()(const VersionRef& ref) const {
    const auto match = history.find_version(in_ledger(ref));
    if (!match) return fail(match.error());
    return match->row;
  }
  Result<store::UnpinSelection> operator()(const PackageRef& package) const {
    if (auto known = require_package(history, package); !known) return fail(known.error());
    return package;
  }
};

}  // namespace

Result<ExitStatus> execute(const Context& context, const PinCommand& command) {
  const SysTime now = context.now();
  const auto until = read_end(context, command.until);
  if (!until) return fail(until.error());
  auto history = context.services.history();
  if (!history) return fail(history.error());
  const auto version = history->find_version(in_ledger(command.version));
  if (!version) return fail(version.error());
  const auto ledger = context.services.ledger();
  if (!ledger) return fail(ledger.error());
  const auto pinned = (*ledger)->pin(version->row, {*until, command.reason, context.services.actor(), now});
  if (!pinned) return fail(pinned.error());

  std::ostream& out = context.console.out;
  const store::PinRecord& longest = pinned->longest;
  out << report::shown(version->package, version->version) << " (" << report::short_name(version->name)
      << ") is pinned " << report::span_of(longest) << ".\n";
  if (longest.until != *until) out << "That is the longer pin of " << printable(longest.made_by) << ", which counts.\n";
  if (pinned->withdrawn > 0) {
    out << report::counted(pinned->withdrawn, "planned deletion") << " of it dropped.\n";
  }
  if (pinned->in_flight > 0) {
    context.tell(
        "a call that deletes it was sent before the pin, and its outcome is not known yet: see retentiond "
        "explain, and put it back with retentiond undo --version if it went");
  }
  if (const std::string note = whereabouts(*version, now); !note.empty()) out << note << '\n';
  return ExitStatus::done;
}

Result<ExitStatus> execute(const Context& context, const UnpinCommand& command) {
  auto history = context.services.history();
  if (!history) return fail(history.error());
  const auto selection = std::visit(Selecting{*history}, command.what);
  if (!selection) return fail(selection.error());
  const auto ledger = context.services.ledger();
  if (!ledger) return fail(ledger.error());
  const auto unpinned = (*ledger)->unpin({*selection, context.services.actor(), context.now()});
  if (!unpinned) return fail(unpinned.error());
  report::write_unpinned(context.sheet(report::Format::text), *unpinned);
  return ExitStatus::done;
}

Result<ExitStatus> execute(const Context& context, const PinsCommand& command) {
  auto history = context.services.history();
  if (!history) return fail(history.error());
  const auto pins = history->pins(context.now());
  if (!pins) return fail(pins.error());
  report::write_pin_list(context.sheet(command.format), *pins);
  return ExitStatus::done;
}

}  // namespace retention::cli
