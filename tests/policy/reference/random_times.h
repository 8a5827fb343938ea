#pragma once

#include <string>
#include <vector>

#include "policy/base/duration.h"
#include "policy/base/time.h"
#include "policy/base/zone.h"
#include "tests/policy/reference/dice.h"

namespace retention::reference {

// The zones that civil.h can reckon with, as the product finds them.
[[nodiscard]] const Zone& random_zone(Dice& dice);

// An instant at which plans are made: often a day on which clocks change, or the end of a month.
[[nodiscard]] SysTime random_now(Dice& dice);

[[nodiscard]] Duration random_duration(Dice& dice);

// When a version was created or updated, seldom after `now`: often just a duration before it, to the second.
[[nodiscard]] SysTime random_past(Dice& dice, SysTime now, const std::string& zone);

}  // namespace retention::reference
