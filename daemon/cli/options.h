#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "daemon/cli/invocation.h"
#include "policy/base/error.h"

namespace retention::cli {

// A text that was asked for instead of a command: help or the version.
struct Answer {
  std::string text;
};

// Reads the arguments, the program's name left out. Fails with ErrorCode::usage; the message says what is wrong, what
// may have been meant, and which help to read.
[[nodiscard]] Result<std::variant<Invocation, Answer>> parse_options(std::span<const std::string> arguments,
                                                                     std::string_view version);

}  // namespace retention::cli
