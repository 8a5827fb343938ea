#pragma once

#include <cstddef>

#include "policy/base/pattern_index.h"
#include "policy/base/time.h"
#include "policy/container/classes.h"
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
  const Family* family{nullptr};  // null: nothing is known of manifests, or there are none
};

// What the version at a position of the inventory is to the rules.
[[nodiscard]] inline VersionKind kind_at(const Binding& binding, std::size_t position) {
  if (binding.family != nullptr) return binding.family->kinds[position];
  return kind_of(binding.inventory.package.type, binding.inventory.versions[position]);
}

}  // namespace retention
