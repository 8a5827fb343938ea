#include "daemon/engine/narrowing.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

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

bool goes_on(const Decision& decision) {
  return decision.course != Course::stays && decision.course != Course::reported;
}

// Lets versions be only reported, and with them whatever may not go before they are gone.
class Narrowing {
 public:
  explicit Narrowing(Plan& plan) : plan_(plan), first_(plan.decisions.size() + 1), after_(plan.order.size()) {
    for (const Precedence& one : plan_.order) ++first_[one.first + 1];
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (const Precedence& one : plan_.order) after_[next[one.first]++] = one.second;
  }

  void report(std::size_t position) {
    demote(position);
    while (!to_do_.empty()) {
      const std::size_t upper = to_do_.back();
      to_do_.pop_back();
      for (std::size_t i = first_[upper]; i < first_[upper + 1]; ++i) demote(after_[i]);
    }
  }

 private:
  void demote(std::size_t position) {
    Decision& decision = plan_.decisions[position];
    if (!goes_on(decision)) return;
    --count_of(plan_, decision.course);
    decision.mode = Mode::audit;
    decision.course = Course::reported;
    decision.due_at.reset();
    to_do_.push_back(position);
  }

  Plan& plan_;
  std::vector<std::size_t> first_;    // by position, where in after_ what comes after it begins
  std::vector<std::uint32_t> after_;  // positions
  std::vector<std::size_t> to_do_{};
};

}  // namespace

Plan narrowed_to(Plan plan, const RuleSet& rules, const std::string& policy) {
  const auto is_of_policy = [&](RuleIndex rule) {
    return rules.rules[static_cast<std::size_t>(rule)].info.policy == policy;
  };
  const auto is_theirs = [&](const Decision& decision) {
    const Reason& winner = decision.winner();
    const bool follows = winner.code == ReasonCode::follows_index || winner.code == ReasonCode::follows_subject;
    if (!follows) {
      return std::ranges::any_of(decision.reasons, [&](const Reason& reason) {
        return reason.code == ReasonCode::matched && is_of_policy(reason.rule);
      });
    }
    if (winner.rule == kNoRule) return false;
    // What goes now goes with all that has to be gone first, which the order names; it names nothing for what waits.
    return decision.course != Course::waiting || is_of_policy(winner.rule);
  };
  Narrowing narrowing(plan);
  for (std::size_t position = 0; position < plan.decisions.size(); ++position) {
    if (!is_theirs(plan.decisions[position])) narrowing.report(position);
  }
  std::erase_if(plan.order, [&](const Precedence& one) { return !goes_on(plan.decisions[one.second]); });
  return plan;
}

}  // namespace retention::engine
