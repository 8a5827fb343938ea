#pragma once

#include "tests/policy/reference/case.h"
#include "tests/policy/reference/outcome.h"

namespace retention::reference {

// Decides as the specification says, one version and one rule after the other and as slowly as that is. Shares only
// values with policy/, so that a mistake has to be made twice to stay unseen.
[[nodiscard]] Outcome decide(const Case& question);

}  // namespace retention::reference
