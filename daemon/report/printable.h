#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace retention::report {

// The text with everything made visible that could drive a terminal or deceive a reader: control characters (line ends
// too), invalid UTF-8, and characters that turn the direction of writing or have no width, as \n, \x1b or \u{202e}.
// Every text that somebody else chose (names, tags, messages of GitHub, arguments) goes through this before it is
// shown to people.
[[nodiscard]] std::string printable(std::string_view text);

// The same, but line ends stay.
[[nodiscard]] std::string printable_lines(std::string_view text);

// How many characters a printable text has; that is also how many columns it takes, but for scripts with wide letters.
[[nodiscard]] std::size_t length_of(std::string_view text);

// The text, or its beginning and "…", in at most `columns` columns.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t columns);

// The text with blanks behind it (or before it) up to `columns`.
[[nodiscard]] std::string padded(std::string_view text, std::size_t columns);
[[nodiscard]] std::string right_aligned(std::string_view text, std::size_t columns);

// The text broken at blanks into lines of at most `columns`; a longer word has a line of its own.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

}  // namespace retention::report
