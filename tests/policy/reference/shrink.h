#pragma once

#include <functional>
#include <vector>

#include "tests/policy/reference/case.h"

namespace retention::reference {

using Change = std::function<void(Case&)>;

// Everything that would make a case smaller by one part or plainer by one setting; the coarsest first.
[[nodiscard]] std::vector<Change> simplifications(const Case& question);

// The smallest case that is reached from one by such changes while a predicate holds of it.
[[nodiscard]] Case shrink(Case question, const std::function<bool(const Case&)>& holds);

}  // namespace retention::reference
