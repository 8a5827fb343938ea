#include "daemon/engine/narrowing.h"

#include <algorithm>
#include <cstddef>

namespace retention::engine {
namespace {

std::int64_t& count_of(Plan& plan, Course course) {
  switch (course) {
    case Course::waiting:
      return plan.waiting;
    case Course::approved:
      return plan.approved;
    case Course::stays:
    case Course::reported:
    case Course::awaiting:
    case Course::due:
      break;
  }
  return plan.due;
}

}  // namespace

Plan narrowed_to(Plan plan, const RuleSet& rules, const std::string& policy) {
  const auto is_theirs = [&](const Reason& reason) {
    return reason.code == ReasonCode::matched &&
           rules.rules[static_cast<std::size_t>(reason.rule)].info.policy == policy;
  };
  for (Decision& decision : plan.decisions) {
    const bool goes_on = decision.course != Course::stays && decision.course != Course::reported;
    if (!goes_on || std::ranges::any_of(decision.reasons, is_theirs)) continue;
    --count_of(plan, decision.course);
    decision.mode = Mode::audit;
    decision.course = Course::reported;
    decision.due_at.reset();
  }
  return plan;
}

}  // namespace retention::engine
