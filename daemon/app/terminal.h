#pragma once

#include <cstddef>

namespace retention::app {

// The width of the terminal behind a file descriptor; 0 if it is no terminal.
[[nodiscard]] std::size_t terminal_columns(int descriptor);

}  // namespace retention::app
