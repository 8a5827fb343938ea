#pragma once

#include "tests/policy/reference/case.h"
#include "tests/policy/reference/dice.h"

namespace retention::reference {

// Gives a case clocks, approvals, a drift and a kind of cycle: clocks that began a grace ago to the second, of other
// meanings, of other tags and in the future among them.
void add_candidacy(Dice& dice, Case& question);

// Takes all of that and every grace away: what is a candidate goes at once.
void let_go_at_once(Case& question);

}  // namespace retention::reference
