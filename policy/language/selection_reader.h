#pragma once

#include <vector>

#include "policy/language/section.h"
#include "policy/model/package.h"

namespace retention::language {

// The owners below `owner` of a policy: one or a list of them.
[[nodiscard]] std::vector<OwnerSelector> read_owners(const Section& policy);

// The types below `type` of a policy: one or a list of them.
[[nodiscard]] std::vector<PackageType> read_types(const Section& policy);

}  // namespace retention::language
