#include "daemon/cli/commands.h"
#include "daemon/report/adoption.h"

namespace retention::cli {

Result<ExitStatus> execute(const Context& context, const AdoptDeletedCommand& command) {
  const auto adopted = context.services.adopt_deleted(
      command.owner, command.dry_run ? store::Binding::dry_run : store::Binding::binding);
  context.line.clear();
  if (!adopted) return fail(adopted.error());
  report::write_adoption(context.sheet(command.format), *adopted, context.now());
  if (command.dry_run && command.format == report::Format::text) {
    context.console.out << "NOTHING WAS RECORDED: this was a dry run.\n";
  }
  return adopted->warnings.empty() ? ExitStatus::done : ExitStatus::incomplete;
}

}  // namespace retention::cli
