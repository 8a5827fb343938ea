#pragma once

#include "policy/base/pattern_index.h"
#include "policy/base/time.h"
#include "policy/model/facts.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"
#include "policy/rules/texts.h"

namespace retention {

// What rules are bound to: one inventory at one instant. Points to what must outlive the bound rules.
struct Binding {
  const RuleSet& rules;
  const Inventory& inventory;
  const Facts& facts;
  const PatternIndex& index;
  const TextTable& texts;
  SysTime now;
};

}  // namespace retention
