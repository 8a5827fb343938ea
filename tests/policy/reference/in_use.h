#pragma once

#include "policy/rules/condition.h"
#include "tests/policy/reference/case.h"
#include "tests/policy/reference/conditions.h"

namespace retention::reference {

// `in_use_file`: whether its file can be believed, and whether it names a version.
[[nodiscard]] bool is_believed(const InUseFileCondition& condition, const Case& question);
[[nodiscard]] Holds names(const InUseFileCondition& condition, const Case& question, const PackageVersion& version);

}  // namespace retention::reference
