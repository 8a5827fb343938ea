#pragma once

#include <optional>

#include "policy/language/section.h"
#include "policy/rules/measure.h"

namespace retention::language {

// The measure of a keep rule, with all that is wrong with it reported. Nothing if the rule has neither `newest` nor
// `calendar`.
[[nodiscard]] std::optional<Measure> read_measure(const Section& rule);

}  // namespace retention::language
