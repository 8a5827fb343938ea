#pragma once

#include <cstdint>
#include <string_view>

#include "daemon/cli/context.h"

namespace retention::cli {

enum class Answered : std::uint8_t { yes, no };

// Whether there is a terminal to ask on.
[[nodiscard]] bool can_ask(const Console& console);

// Asks on standard error. Anything but a clear yes is a no, the end of the input too.
[[nodiscard]] Answered ask(const Context& context, std::string_view question);

}  // namespace retention::cli
