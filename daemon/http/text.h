#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace retention::http {

// Text from a server made fit for messages and logs: control characters and what is not UTF-8 become single blanks,
// blanks at both ends go, and anything over `limit` bytes is cut with "...".
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 300);

// ASCII only.
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

// Without blanks and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace retention::http
