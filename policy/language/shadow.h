#pragma once

#include "policy/rule_set.h"

namespace retention::language {

// Whether `wide` surely matches every version that `narrow` does, as far as their conditions show it: patterns that are
// the same or begin alike, ages that are at least as long. False wherever that is not plain. Measures are not looked
// at.
[[nodiscard]] bool covers(const Rule& wide, const Rule& narrow);

}  // namespace retention::language
