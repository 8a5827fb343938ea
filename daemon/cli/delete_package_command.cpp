#include <string>

#include "daemon/cli/commands.h"
#include "daemon/cli/question.h"
#include "daemon/report/removal_preview.h"

namespace retention::cli {
namespace {

// The name has to be typed as it is: a yes is given too quickly for something as large.
std::string typed_name(const Context& context, const std::string& name) {
  context.console.err << "\nType " << name << " to delete it, or nothing to leave it: " << std::flush;
  std::string answer;
  std::getline(context.console.in, answer);
  return answer;
}

Result<ExitStatus> told(const Context& context, std::string_view text, ExitStatus status) {
  context.console.err << text << '\n';
  return status;
}

}  // namespace

Result<ExitStatus> execute(const Context& context, const DeletePackageCommand& command) {
  if (!command.dry_run && !command.yes && !can_ask(context.console)) {
    return fail(ErrorCode::usage,
                "delete-package asks for the package's name, and there is no terminal to ask on: add --yes, or "
                "--dry-run to see what would go");
  }
  const auto session = context.services.begin_removal(
      command.package, command.dry_run ? store::Binding::dry_run : store::Binding::binding);
  context.line.clear();
  if (!session) return fail(session.error());
  const report::RemovalPreview& preview = (*session)->preview();
  if (command.dry_run) {
    report::write_removal_preview(context.sheet(report::Format::text), preview, context.now());
    context.console.out << "NOTHING WAS DELETED: this was a dry run.\n";
    return preview.obstacle ? ExitStatus::blocked : ExitStatus::done;
  }
  report::write_removal_preview(context.error_sheet(), preview, context.now());
  if (preview.obstacle) return told(context, "Nothing was deleted.", ExitStatus::blocked);
  if (!command.yes) {
    const std::string name = to_string(ref_of(preview.package));
    const std::string typed = typed_name(context, name);
    if (typed.empty()) return told(context, "Nothing was deleted.", ExitStatus::done);
    if (typed != name) return told(context, "That is not its name. Nothing was deleted.", ExitStatus::usage);
  }
  const auto result = (*session)->remove();
  context.line.clear();
  if (!result) return fail(result.error());
  auto output = Output::open(std::nullopt, context.console.out);
  if (!output) return fail(output.error());
  return print_report(context, result->run, report::Format::text, *output, result->status);
}

}  // namespace retention::cli
