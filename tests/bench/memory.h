#pragma once

#include <cstddef>

// Counts what is allocated by operator new in this program: every block as large as it is for the allocator.
namespace retention::bench {

// Bytes that are live now.
[[nodiscard]] std::size_t live_bytes();

// The most bytes that were live at once since the last call of forget_peak().
[[nodiscard]] std::size_t peak_bytes();
void forget_peak();

}  // namespace retention::bench
