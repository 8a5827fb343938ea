#pragma once

#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/facts.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"

namespace retention {

// Decides for every version of a package, with every reason. Pure and deterministic: nothing but the arguments counts,
// and neither the order of rules and policies nor that of versions changes a verdict. Keep beats delete, and doubt
// keeps.
[[nodiscard]] Plan evaluate(const Inventory& inventory, const Facts& facts, const RuleSet& rules, const Memory& memory,
                            SysTime now);

}  // namespace retention
