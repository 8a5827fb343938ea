#pragma once

#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/facts.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"

namespace retention::reference {

// All that a plan is made from.
struct Case {
  Inventory inventory;
  Facts facts;
  RuleSet rules;
  Memory memory;
  SysTime now;
};

}  // namespace retention::reference
