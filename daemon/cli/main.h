#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "daemon/cli/services.h"
#include "daemon/ports/clock.h"

namespace retention::cli {

// The streams of the program and what is known about them. The columns are 0 for a stream that is no terminal.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool in_is_terminal{false};
  std::size_t out_columns{0};
  std::size_t err_columns{0};
  // A variable of the environment; nothing if it is not set.
  std::function<std::optional<std::string>(std::string_view)> variable;
};

// What the command line is a front of.
struct Program {
  std::string version;
  const Clock& clock;
  ServicesFactory services;
};

// Runs one command: `arguments` without the program's name. Returns the exit status of the process. Everything that is
// wrong is told on Console::err; nothing is thrown but std::bad_alloc.
int main(std::span<const std::string> arguments, const Console& console, const Program& program);

}  // namespace retention::cli
