#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

namespace retention {

// Whole numbers of any length, as their digits without leading zeros: zero is the empty text. They point into the text
// they were read from.

[[nodiscard]] std::string_view without_leading_zeros(std::string_view digits);

[[nodiscard]] std::strong_ordering compare_numbers(std::string_view a, std::string_view b);

// Takes the digits off the front of a text, leading zeros too.
[[nodiscard]] std::string_view take_digits(std::string_view& rest);

// The first three of the dotted numbers that a text begins with, missing ones zero: "1.02-rc.3" has 1, 2 and 0.
using LeadingNumbers = std::array<std::string_view, 3>;

[[nodiscard]] LeadingNumbers leading_numbers(std::string_view text);

// The same three numbers for a quick look: one that fits in no 64 bits is the largest value, and zeros follow it. If
// those of two texts differ, the numbers differ in the same direction.
[[nodiscard]] std::array<std::uint64_t, 3> clamped_leading_numbers(std::string_view text);

}  // namespace retention
