#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace retention {

// Reads what may follow the numbers of a version: nothing, `-` and pre-release labels, `+` and build metadata, or both
// (Semantic Versioning 2.0.0, items 9 and 10). Gives the labels, which point into the text; nothing if it is not that.
[[nodiscard]] std::optional<std::string_view> parse_labels(std::string_view text);

enum class LetterCase : std::uint8_t { counts, ignored };

// Precedence of two texts of pre-release labels, an empty one being that of a release (Semantic Versioning 2.0.0, item
// 11). Labels of digits compare as numbers, however long.
[[nodiscard]] std::weak_ordering compare_labels(std::string_view a, std::string_view b, LetterCase letter_case);

}  // namespace retention
