#pragma once

#include "policy/model/package.h"
#include "policy/rules/condition.h"
#include "policy/rules/match.h"

namespace retention {

// `tagged` compares whether a version has tags at all; tags that the API did not name make it unknown.
[[nodiscard]] Match match_tagged(const TaggedCondition& condition, const PackageVersion& version);

}  // namespace retention
