#include "daemon/cli/main.h"

#include <exception>
#include <new>
#include <variant>
#include <vector>

#include "daemon/cli/commands.h"
#include "daemon/cli/fan_out.h"
#include "daemon/cli/options.h"
#include "daemon/cli/progress.h"
#include "daemon/report/printable.h"

namespace retention::cli {
namespace {

LogLevel log_level_of(const Invocation& invocation) {
  if (invocation.log_level) return *invocation.log_level;
  if (invocation.quiet) return LogLevel::error;
  return std::holds_alternative<RunCommand>(invocation.command) ? LogLevel::info : LogLevel::warn;
}

// The daemon writes a log; a line that is drawn again and again would only be in its way.
bool wants_progress(const Invocation& invocation) {
  return !invocation.quiet && !std::holds_alternative<RunCommand>(invocation.command);
}

int number_of(ExitStatus status) {
  return static_cast<int>(status);
}

int run_command(const Invocation& invocation, const Console& console, const Program& program) {
  StatusLine line(console.err, wants_progress(invocation) ? console.err_columns : 0);
  Log log(line, program.clock, log_level_of(invocation), invocation.log_format);
  Progress progress(line, program.clock);
  FanOut events({&progress, &log});
  const auto services = program.services(invocation.global, {events, log});
  const Context context{console, program.clock, invocation.colour, line, *services};
  const auto tell = [&](std::string_view text) {
    line.clear();
    if (invocation.log_format == LogFormat::json) {
      log.write(LogLevel::error, "failed", text);
    } else {
      context.tell(text);
    }
  };
  ExitStatus status = ExitStatus::done;
  try {
    const auto result = std::visit([&](const auto& command) { return execute(context, command); }, invocation.command);
    if (!result) tell(result.error().message);
    status = result ? *result : status_of(result.error().code);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    tell(std::string("unexpected failure: ") + error.what());
    status = ExitStatus::unexpected;
  }
  console.out.flush();
  if (!console.out) {
    tell("standard output could not be written");
    status = graver(status, ExitStatus::unexpected);
  }
  return number_of(status);
}

}  // namespace

int main(std::span<const std::string> arguments, const Console& console, const Program& program) {
  const auto parsed = parse_options(arguments, program.version);
  if (!parsed) {
    console.err << "retentiond: " << report::printable_lines(parsed.error().message) << '\n';
    return number_of(ExitStatus::usage);
  }
  if (const auto* answer = std::get_if<Answer>(&*parsed)) {
    console.out << answer->text << std::flush;
    return number_of(ExitStatus::done);
  }
  return run_command(std::get<Invocation>(*parsed), console, program);
}

}  // namespace retention::cli
