#pragma once

#include <cstddef>

#include "policy/container/classes.h"
#include "policy/rules/condition.h"
#include "policy/rules/match.h"

namespace retention {

// `broken: all` holds for an index of whose listed manifests none is left in the package, `broken: some` for one of
// which at least one is gone and one left. What lists no manifest is not broken. Unknown without the manifest; `family`
// is null where the registry was not asked.
[[nodiscard]] Match match_broken(const BrokenCondition& condition, const Family* family, std::size_t position);

}  // namespace retention
