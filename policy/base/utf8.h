#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace retention {

// A character and how many bytes of UTF-8 it has.
struct Character {
  char32_t code{0};
  std::size_t bytes{1};
};

// The first character of a text that is not empty; nothing if the text does not begin with valid UTF-8 (RFC 3629,
// section 4): overlong forms, surrogates and what is beyond Unicode are none.
[[nodiscard]] std::optional<Character> first_character(std::string_view text);

}  // namespace retention
