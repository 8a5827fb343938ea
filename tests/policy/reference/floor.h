#pragma once

#include "tests/policy/reference/case.h"
#include "tests/policy/reference/kin.h"
#include "tests/policy/reference/outcome.h"

namespace retention::reference {

// Keeps the newest candidates until `min_keep` images stay, and in packages with tags the newest tagged one unless a
// tagged image stays. What is only audited stays for the others; then it has to leave a floor of its own. `family` is
// that of a container package with manifests, else null: what stays with others counts too.
void apply_floor(const Case& question, std::int64_t min_keep, Family* family, Outcome& outcome);

}  // namespace retention::reference
