#pragma once

#include <cstddef>
#include <vector>

#include "policy/model/change.h"
#include "policy/model/decision.h"
#include "policy/rule_set.h"

namespace retention {

struct Change {
  std::size_t position{0};  // in the inventory
  ChangeKind kind{ChangeKind::newly_deleted};

  friend bool operator==(const Change&, const Change&) = default;
};

// A plan and the rules that it was made with.
struct Decided {
  const Plan& plan;
  const RuleSet& rules;
};

// Where two plans of the same inventory differ, in its order. Rules are the same if layer, policy and name are.
[[nodiscard]] std::vector<Change> compare(const Decided& before, const Decided& after);

}  // namespace retention
