#pragma once

#include <string>
#include <vector>

#include "policy/model/package.h"
#include "tests/policy/reference/dice.h"

namespace retention::reference {

// Texts from small pools, so that they meet: what matches, what nearly does, what is no version.

[[nodiscard]] std::string random_tag(Dice& dice);

// The name of a version of a language package.
[[nodiscard]] std::string random_name(Dice& dice, PackageType type);

// A list of patterns on tags, or on names; some only subtract.
[[nodiscard]] std::vector<std::string> random_patterns(Dice& dice, PackageType type);

// `re:` patterns that all have the captures, and perhaps some that subtract.
struct CapturingPatterns {
  std::vector<std::string> captures;
  std::vector<std::string> patterns;
};
[[nodiscard]] CapturingPatterns random_captures(Dice& dice);

// A range as npm writes it.
[[nodiscard]] std::string random_range(Dice& dice);

}  // namespace retention::reference
