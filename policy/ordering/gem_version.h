#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace retention {

// A version of a gem. Points into the text it was read from.
struct GemVersion {
  std::string_view text;
  std::array<std::uint64_t, 3> leading{};  // clamped_leading_numbers(text)
};

// Reads what Gem::Version holds correct: a number, then parts of digits and letters after dots, then optionally `-` and
// more such parts, which may hold `-`. The empty text and blanks at the ends, which Gem::Version allows, are not part
// of a version.
[[nodiscard]] std::optional<GemVersion> parse_gem_version(std::string_view text);

// The order of Gem::Version: runs of digits are numbers of any length, runs of letters come before numbers and compare
// by bytes, `-` reads as `.pre.`, and zeros at the end, or right before the first letters, do not count: 1.0.a and 1.a
// are equivalent.
[[nodiscard]] std::weak_ordering compare(const GemVersion& a, const GemVersion& b);

}  // namespace retention
