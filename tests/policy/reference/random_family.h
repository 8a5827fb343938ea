#pragma once

#include "tests/policy/reference/case.h"
#include "tests/policy/reference/dice.h"

namespace retention::reference {

// Makes indexes, children and attachments of the versions of a container package: shared and nested ones, in circles,
// with parts that are missing or were deleted, some with manifests that are not known; and rules that ask for such.
void add_family(Dice& dice, Case& question);

}  // namespace retention::reference
