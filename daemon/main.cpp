#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include "daemon/app/clock.h"
#include "daemon/app/process.h"
#include "daemon/app/services.h"
#include "daemon/app/signals.h"
#include "daemon/app/terminal.h"
#include "daemon/cli/main.h"
#include "daemon/ports/exit_status.h"

namespace retention::app {
namespace {

int run(std::span<char*> arguments) {
  Signals signals;
  const config::Environment environment = process_environment(environ);
  const SystemClock clock;
  const cli::Console console{std::cin,
                             std::cout,
                             std::cerr,
                             isatty(STDIN_FILENO) != 0,
                             terminal_columns(STDOUT_FILENO),
                             terminal_columns(STDERR_FILENO),
                             [&](std::string_view name) { return environment.get(name); }};
  const cli::Program program{std::string(program_version()), clock,
                             [&](const cli::GlobalOptions& options, const cli::Channels& channels) {
                               return std::make_unique<Services>(options, channels, environment, clock, signals);
                             }};
  const std::vector<std::string> words(arguments.begin() + 1, arguments.end());
  const int status = cli::main(words, console, program);
  const bool terminated = signals.received() == SIGTERM && status == static_cast<int>(ExitStatus::interrupted);
  return terminated ? static_cast<int>(ExitStatus::terminated) : status;
}

}  // namespace
}  // namespace retention::app

int main(int count, char** arguments) {
  try {
    return retention::app::run({arguments, static_cast<std::size_t>(count)});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "retentiond: unexpected failure: %s\n", error.what());
    return static_cast<int>(retention::ExitStatus::unexpected);
  }
}
