#pragma once

#include <vector>

#include "tests/policy/reference/case.h"
#include "tests/policy/reference/outcome.h"

namespace retention::reference {

// A delete rule that matches a version.
struct Claim {
  const Policy* policy;
  const Rule* rule;
};

// What becomes now of a version that nothing keeps, by its clocks, the grace of the policies that claim it, and the
// approvals of people: fills in all that its fate says of these.
void settle(const Case& question, const PackageVersion& version, std::vector<Claim> claims, Fate& fate);

}  // namespace retention::reference
