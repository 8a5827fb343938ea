#include <string>
#include <variant>

#include "daemon/cli/commands.h"
#include "daemon/cli/question.h"
#include "daemon/cli/resolve.h"
#include "daemon/report/quantity.h"
#include "daemon/report/undo_preview_report.h"
#include "policy/base/time_expression.h"

namespace retention::cli {
namespace {

// What the command line names, as the ledger selects it.
struct Selecting {
  const Context& context;

  Result<store::UndoSelection> operator()(RunId run) const {
    auto history = context.services.history();
    if (!history) return fail(history.error());
    if (auto known = require_run(*history, run); !known) return fail(known.error());
    return store::ByRun{run};
  }
  Result<store::UndoSelection> operator()(const VersionRef& ref) const {
    auto history = context.services.history();
    if (!history) return fail(history.error());
    const auto match = find_deleted(*history, ref);
    if (!match) return fail(match.error());
    return store::ByVersion{match->package, {match->version}};
  }
  Result<store::UndoSelection> operator()(const PackageRef& package) const {
    auto history = context.services.history();
    if (!history) return fail(history.error());
    if (auto known = require_package(*history, package); !known) return fail(known.error());
    return store::ByPackage{package};
  }
  Result<store::UndoSelection> operator()(const UndoCommand::Since& since) const {
    const auto zone = context.services.zone();
    if (!zone) return fail(zone.error());
    const auto time = parse_time_expression(since.time, context.now(), *zone);
    if (!time) return fail(time.error());
    return store::Since{*time};
  }
};

// Whether a yes is needed, and there is nobody to give it.
bool asks_in_vain(const Context& context, const UndoCommand& command) {
  return !command.dry_run && !command.yes && !can_ask(context.console);
}

// Nothing can come back: done if nothing was selected, else a failure of the restore.
ExitStatus nothing_restorable(const report::UndoPreview& preview) {
  return preview.items.empty() && preview.expired == 0 ? ExitStatus::done : ExitStatus::some_failed;
}

ExitStatus only_shown(const Context& context, const UndoCommand& command, const report::UndoPreview& preview) {
  report::write_undo_preview(context.sheet(command.format), preview, context.now());
  if (preview.restorable() == 0) return nothing_restorable(preview);
  if (command.format == report::Format::text) context.console.out << "NOTHING WAS RESTORED: this was a dry run.\n";
  return ExitStatus::done;
}

// Shows what would come back and asks for a yes.
bool is_declined(const Context& context, const report::UndoPreview& preview) {
  report::write_undo_preview(context.error_sheet(), preview, context.now());
  if (ask(context, "Restore " + report::counted(preview.restorable(), "version") + "?") == Answered::yes) return false;
  context.console.err << "Nothing was restored.\n";
  return true;
}

}  // namespace

Result<ExitStatus> execute(const Context& context, const UndoCommand& command) {
  if (asks_in_vain(context, command)) {
    return fail(ErrorCode::usage,
                "undo asks before it restores, and there is no terminal to ask on: add --yes, or --dry-run to see what "
                "it would do");
  }
  const auto selection = std::visit(Selecting{context}, command.what);
  if (!selection) return fail(selection.error());
  const auto session = context.services.begin_undo(
      *selection, command.dry_run ? store::Binding::dry_run : store::Binding::binding, command.patience);
  context.line.clear();
  if (!session) return fail(session.error());
  const report::UndoPreview& preview = (*session)->preview();
  if (command.dry_run || preview.restorable() == 0) return only_shown(context, command, preview);
  if (!command.yes && is_declined(context, preview)) return ExitStatus::done;
  const auto result = (*session)->restore();
  context.line.clear();
  if (!result) return fail(result.error());
  if (result->handed_over) return print_handed_over(context, *result->handed_over, command.format);
  if (!result->run) return result->status;
  auto output = Output::open(std::nullopt, context.console.out);
  if (!output) return fail(output.error());
  return print_report(context, *result->run, command.format, *output, result->status);
}

}  // namespace retention::cli
