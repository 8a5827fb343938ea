#pragma once

#include <cstdint>

namespace retention {

// Whether a condition or a rule holds for a version. Missing data makes it unknown: a delete rule then does not match,
// a keep or protect rule does.
enum class Match : std::uint8_t { no, yes, unknown };

// Of two that must both hold.
[[nodiscard]] constexpr Match both(Match a, Match b) {
  if (a == Match::no || b == Match::no) return Match::no;
  return a == Match::unknown || b == Match::unknown ? Match::unknown : Match::yes;
}

[[nodiscard]] constexpr Match as_match(bool holds) {
  return holds ? Match::yes : Match::no;
}

}  // namespace retention
