#pragma once

#include "policy/base/duration.h"

namespace retention::language {

// Whether `a` is at least as long as `b` whatever the date they are subtracted from, months being 28 to 31 days long
// and years 365 or 366.
[[nodiscard]] bool never_shorter(const Duration& a, const Duration& b);

}  // namespace retention::language
