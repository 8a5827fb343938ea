#pragma once

#include <vector>

#include "policy/model/package.h"
#include "policy/model/rule.h"
#include "policy/rules/condition.h"
#include "tests/policy/reference/dice.h"

namespace retention::reference {

// One to three conditions that may stand together in a rule of a layer, mostly such as versions of the type can have.
[[nodiscard]] std::vector<Condition> random_conditions(Dice& dice, PackageType type, Layer layer);

}  // namespace retention::reference
