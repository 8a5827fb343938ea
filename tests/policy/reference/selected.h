#pragma once

#include <vector>

#include "tests/policy/reference/case.h"

namespace retention::reference {

// The policies that select the package of a case, by owner, type, name and repository.
[[nodiscard]] std::vector<const Policy*> selecting(const Case& question);

}  // namespace retention::reference
