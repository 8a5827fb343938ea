#pragma once

#include <cstdint>

#include "tests/policy/reference/case.h"
#include "tests/policy/reference/dice.h"

namespace retention::reference {

// A package of any type with rules for it, full of corner cases; the same for the same seed.
[[nodiscard]] Case random_case(std::uint64_t seed);
[[nodiscard]] Case random_case(Dice& dice);

// A container package whose manifests are known, with indexes, attachments and what was deleted before.
[[nodiscard]] Case random_family_case(std::uint64_t seed);
[[nodiscard]] Case random_family_case(Dice& dice);

}  // namespace retention::reference
