#include "daemon/engine/narrowing.h"

#include <algorithm>
#include <cstddef>

namespace retention::engine {

Plan narrowed_to(Plan plan, const RuleSet& rules, const std::string& policy) {
  const auto is_theirs = [&](const Reason& reason) {
    return reason.code == ReasonCode::matched &&
           rules.rules[static_cast<std::size_t>(reason.rule)].info.policy == policy;
  };
  for (Decision& decision : plan.decisions) {
    if (decision.mode != Mode::enforce || std::ranges::any_of(decision.reasons, is_theirs)) continue;
    decision.mode = Mode::audit;
    --plan.due;
  }
  return plan;
}

}  // namespace retention::engine
