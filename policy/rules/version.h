#pragma once

#include "policy/model/package.h"
#include "policy/rules/condition.h"
#include "policy/rules/match.h"

namespace retention {

// `version` holds if the version's name is in the patterns.
[[nodiscard]] Match match_version(const VersionCondition& condition, const PackageVersion& version);

}  // namespace retention
