#pragma once

#include <string>

#include "policy/model/decision.h"
#include "policy/model/facts.h"
#include "policy/model/package.h"
#include "tests/policy/reference/dice.h"

namespace retention::reference {

// A package with up to 40 versions, in no order.
[[nodiscard]] Inventory random_inventory(Dice& dice, PackageType type, SysTime now, const std::string& zone);

// Pins, refusals and returned versions, some of versions that the inventory holds.
[[nodiscard]] Memory random_memory(Dice& dice, const Inventory& inventory, SysTime now);

// In-use files: good, old, empty, bad and missing ones.
[[nodiscard]] Facts random_facts(Dice& dice, const Inventory& inventory, SysTime now, const std::string& zone);

}  // namespace retention::reference
