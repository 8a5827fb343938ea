#pragma once

#include <string_view>

namespace retention::language {

// Whether the value that `text` begins with is in quotes and its closing quote is missing. An anchor may stand before
// the value. The parser takes what follows such a quote, to the end of the file, for the value.
[[nodiscard]] bool lacks_closing_quote(std::string_view text);

}  // namespace retention::language
