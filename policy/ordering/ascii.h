#pragma once

#include <algorithm>
#include <compare>
#include <string_view>

namespace retention {

// Digits and letters of ASCII, whatever the locale: versions know no others.
[[nodiscard]] constexpr bool is_ascii_digit(char character) {
  return character >= '0' && character <= '9';
}

[[nodiscard]] constexpr char to_ascii_lower(char character) {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

[[nodiscard]] constexpr bool is_ascii_letter(char character) {
  return to_ascii_lower(character) >= 'a' && to_ascii_lower(character) <= 'z';
}

[[nodiscard]] inline std::weak_ordering compare_ignoring_case(std::string_view a, std::string_view b) {
  const auto by_lower = [](char left, char right) { return to_ascii_lower(left) <=> to_ascii_lower(right); };
  return std::lexicographical_compare_three_way(a.begin(), a.end(), b.begin(), b.end(), by_lower);
}

}  // namespace retention
