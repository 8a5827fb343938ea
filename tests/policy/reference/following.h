#pragma once

#include <vector>

#include "tests/policy/reference/candidacy.h"
#include "tests/policy/reference/case.h"
#include "tests/policy/reference/kin.h"
#include "tests/policy/reference/outcome.h"

namespace retention::reference {

// Decides for the versions of a container package of which only their kin decides, once all others are settled, and
// holds back what is listed by something that goes later. `claims` are those on each version.
void settle_kin(const Case& question, const std::vector<const Policy*>& policies, const Family& family,
                const std::vector<std::vector<Claim>>& claims, Outcome& outcome);

}  // namespace retention::reference
