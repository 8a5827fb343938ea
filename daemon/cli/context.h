#pragma once

#include "daemon/cli/invocation.h"
#include "daemon/cli/main.h"
#include "daemon/cli/output.h"
#include "daemon/cli/services.h"
#include "daemon/cli/status_line.h"
#include "daemon/report/format.h"
#include "policy/base/error.h"

namespace retention::cli {

// What every command works with. Everything it refers to outlives it.
struct Context {
  const Console& console;
  const Clock& clock;
  ColourChoice colour;
  StatusLine& line;
  Services& services;

  [[nodiscard]] SysTime now() const { return seconds_of(clock.now()); }

  // Standard output, and standard error for what belongs to a dialogue.
  [[nodiscard]] report::Sheet sheet(report::Format format) const;
  [[nodiscard]] report::Sheet error_sheet() const;

  // A file never has colour and is 100 columns wide.
  [[nodiscard]] report::Sheet sheet(Output& output, report::Format format) const;

  // One line for people on standard error.
  void tell(std::string_view text) const;
};

// Prints the report of a run and puts the output in its place. What goes wrong here makes `status`, which the run
// itself ended with, no less grave.
[[nodiscard]] ExitStatus print_report(const Context& context, store::History& history, RunId run, report::Format format,
                                      Output& output, ExitStatus status);
[[nodiscard]] ExitStatus print_report(const Context& context, RunId run, report::Format format, Output& output,
                                      ExitStatus status);

// Tells of a command that a daemon does, for somebody who does not wait.
[[nodiscard]] ExitStatus print_handed_over(const Context& context, store::CommandId command, report::Format format);

}  // namespace retention::cli
