#pragma once

#include "policy/model/decision.h"
#include "policy/rule_set.h"
#include "store/history_records.h"

namespace retention::app {

// A reason as the ledger would tell it, with the names of the rule it speaks of.
[[nodiscard]] store::ReasonRecord record_of(const Reason& reason, const RuleSet& rules);

}  // namespace retention::app
