#include "daemon/cli/context.h"

#include <algorithm>

#include "daemon/report/printable.h"
#include "daemon/report/writer.h"

namespace retention::cli {
namespace {

report::Style style_for(const Console& console, ColourChoice choice, std::size_t columns) {
  constexpr std::size_t kNarrowest = 60;
  report::Style style;
  if (columns > 0) style.columns = std::max(columns, kNarrowest);
  const auto set = [&console](std::string_view name) { return console.variable(name).value_or(""); };
  switch (choice) {
    case ColourChoice::always:
      style.colour = report::Colour::ansi;
      break;
    case ColourChoice::never:
      break;
    case ColourChoice::automatic:
      if (columns > 0 && set("NO_COLOR").empty() && set("TERM") != "dumb") style.colour = report::Colour::ansi;
      break;
  }
  return style;
}

}  // namespace

report::Sheet Context::sheet(report::Format format) const {
  return {console.out, format, style_for(console, colour, console.out_columns)};
}

report::Sheet Context::error_sheet() const {
  return {console.err, report::Format::text, style_for(console, colour, console.err_columns)};
}

report::Sheet Context::sheet(Output& output, report::Format format) const {
  if (output.is_file()) return {output.stream(), format, {}};
  return sheet(format);
}

void Context::tell(std::string_view text) const {
  line.print("retentiond: " + report::printable_lines(text));
}

ExitStatus print_report(const Context& context, store::History& history, RunId run, report::Format format,
                        Output& output, ExitStatus status) {
  const auto written = [&]() -> Result<void> {
    if (auto report = report::write_report(history, run, context.sheet(output, format)); !report) return report;
    return output.commit();
  }();
  if (written) return status;
  context.tell(written.error().message);
  return graver(status, status_of(written.error().code));
}

ExitStatus print_report(const Context& context, RunId run, report::Format format, Output& output, ExitStatus status) {
  auto history = context.services.history();
  if (history) return print_report(context, *history, run, format, output, status);
  context.tell(history.error().message);
  return graver(status, status_of(history.error().code));
}

ExitStatus print_handed_over(const Context& context, store::CommandId command, report::Format format) {
  std::ostream& out = context.console.out;
  const std::string id = std::to_string(command.value);
  if (format == report::Format::json) {
    out << "{\n  \"schema\": 1,\n  \"command\": " << id << "\n}\n";
  } else {
    out << "Command " << id
        << " was handed over to the daemon. retentiond status shows it while it waits and runs, retentiond report last "
           "what it did.\n";
  }
  return ExitStatus::done;
}

}  // namespace retention::cli
