#include "policy/followers.h"

#include <algorithm>
#include <cstddef>

#include "policy/container/spread.h"

namespace retention {
namespace {

bool follows(const Decision& decision) {
  return decision.verdict == Verdict::remove && decision.winner().layer == Layer::graph;
}

bool counts_for_limits(const Decision& decision) {
  return decision.course == Course::due || decision.course == Course::awaiting;
}

bool may_go_now(const Decision& decision) {
  return counts_for_limits(decision) || decision.course == Course::approved;
}

}  // namespace

Followers::Followers(const ManifestGraph& graph, const RuleSet& rules, const DeleteRules& delete_rules,
                     const Selection& selection, const Memory& memory, SysTime now)
    : graph_(graph), rules_(rules), delete_rules_(delete_rules), selection_(selection), memory_(memory), now_(now) {}

void Followers::settle(std::vector<Decision>& decisions, std::span<const std::uint32_t> newest_first) {
  find_ways(decisions, newest_first);
  name_rules(decisions);
  settle_modes(decisions);
  settle_courses(decisions);
  settle_times(decisions);
  wait_over_removed(decisions);
}

void Followers::find_ways(const std::vector<Decision>& decisions, std::span<const std::uint32_t> newest_first) {
  open_.assign(graph_.size(), true);
  for (Node node = 0; node < decisions.size(); ++node) {
    open_[node] = decisions[node].verdict == Verdict::remove;
    if (follows(decisions[node])) followers_.push_back(node);
  }
  for (const Node node : newest_first) {
    const bool goes = open_[node] && !follows(decisions[node]);
    if (goes && !graph_.below(node).empty()) candidates_.push_back(node);
  }
}

// The rule for which something goes is that of the newest candidate that has it.
void Followers::name_rules(std::vector<Decision>& decisions) {
  newest_above_.assign(graph_.size(), kNoNode);
  Spread spread(graph_, open_);
  for (const Node candidate : candidates_) {
    spread.from(candidate, [&](Node lower) {
      if (newest_above_[lower] == kNoNode) newest_above_[lower] = candidate;
    });
  }
  for (const Node follower : followers_) {
    if (follows_removed(follower)) continue;
    decisions[follower].reasons.front().rule = decisions[newest_above_[follower]].winner().rule;
  }
}

// The most careful mode of all that is above.
void Followers::settle_modes(std::vector<Decision>& decisions) const {
  for (const Node follower : followers_) {
    decisions[follower].mode = follows_removed(follower) ? mode_after_removed() : Mode::enforce;
  }
  for (const Mode mode : {Mode::audit, Mode::approve}) {
    Spread spread(graph_, open_);
    const auto pass_on = [&](Node source) {
      if (decisions[source].mode != mode) return;
      spread.from(source, [&](Node lower) {
        const bool follower = !graph_.is_removed(lower) && follows(decisions[lower]);
        if (follower) decisions[lower].mode = std::min(*decisions[lower].mode, mode);
      });
    };
    std::for_each(candidates_.begin(), candidates_.end(), pass_on);
    std::for_each(followers_.begin(), followers_.end(), pass_on);
  }
}

// The most careful course of all that is above, from the most careful on.
void Followers::settle_courses(std::vector<Decision>& decisions) const {
  for (const Node follower : followers_) {
    decisions[follower].course = decisions[follower].mode == Mode::audit ? Course::reported : Course::due;
  }
  hold_back(Course::waiting, decisions);
  for (const Node follower : followers_) {
    Decision& decision = decisions[follower];
    if (decision.course != Course::due) continue;
    if (is_approved(follower, decisions)) {
      decision.course = Course::approved;
    } else if (decision.mode == Mode::approve) {
      decision.course = Course::awaiting;
    }
  }
  hold_back(Course::awaiting, decisions);
}

// What is below something of a course cannot be further on.
void Followers::hold_back(Course course, std::vector<Decision>& decisions) const {
  Spread spread(graph_, open_);
  const auto pass_on = [&](Node source) {
    if (decisions[source].course != course) return;
    spread.from(source, [&](Node lower) {
      if (graph_.is_removed(lower) || decisions[lower].course == Course::reported) return;
      decisions[lower].course = std::min(decisions[lower].course, course);
    });
  };
  std::for_each(candidates_.begin(), candidates_.end(), pass_on);
  std::for_each(followers_.begin(), followers_.end(), pass_on);
}

// The latest end of grace of all that is above.
void Followers::settle_times(std::vector<Decision>& decisions) const {
  std::vector<Node> sources(candidates_);
  for (const Node follower : followers_) {
    if (!follows_removed(follower) || decisions[follower].course == Course::reported) continue;
    decisions[follower].due_at = now_;
    sources.push_back(follower);
  }
  std::erase_if(sources, [&](Node source) { return !decisions[source].due_at; });
  std::stable_sort(sources.begin(), sources.end(),
                   [&](Node a, Node b) { return *decisions[a].due_at > *decisions[b].due_at; });
  Spread spread(graph_, open_);
  for (const Node source : sources) {
    const SysTime latest = *decisions[source].due_at;
    spread.from(source, [&](Node lower) {
      if (graph_.is_removed(lower) || decisions[lower].course == Course::reported) return;
      MaybeTime& due_at = decisions[lower].due_at;
      due_at = std::max(due_at.value_or(latest), latest);
    });
  }
}

// What something that may go now has only through what was removed must not go in the same plan: nothing would say
// which of them has to be gone first. The next plan finds the upper one gone.
void Followers::wait_over_removed(std::vector<Decision>& decisions) const {
  const std::vector<bool> reached = reached_over_removed(decisions);
  Spread spread(graph_, open_);
  const auto hold = [&](Node node) {
    if (graph_.is_removed(node) || !may_go_now(decisions[node])) return;
    decisions[node].course = Course::waiting;
    decisions[node].due_at = now_;
  };
  for (Node node = 0; node < decisions.size(); ++node) {
    if (!reached[node] || !may_go_now(decisions[node])) continue;
    hold(node);
    spread.from(node, hold);
  }
}

// By position: what something that may go now has through what was removed.
std::vector<bool> Followers::reached_over_removed(const std::vector<Decision>& decisions) const {
  std::vector<bool> removed(graph_.size());
  std::fill(removed.begin() + static_cast<std::ptrdiff_t>(decisions.size()), removed.end(), true);
  std::vector<bool> reached(graph_.size());
  Spread spread(graph_, removed);
  const auto find_below = [&](Node source) {
    if (!may_go_now(decisions[source])) return;
    spread.from(source, [&](Node gone) {
      for (const Link link : graph_.below(gone)) reached[link.node()] = true;
    });
  };
  std::for_each(candidates_.begin(), candidates_.end(), find_below);
  std::for_each(followers_.begin(), followers_.end(), find_below);
  return reached;
}

// By an approval under the meaning of a rule for which it goes; after what is gone, by any.
bool Followers::is_approved(Node node, const std::vector<Decision>& decisions) const {
  const auto approvals = memory_.approvals.find(decisions[node].version);
  if (approvals == memory_.approvals.end()) return false;
  if (follows_removed(node)) return !approvals->second.empty();
  const std::vector<Reason>& reasons = decisions[newest_above_[node]].reasons;
  return std::any_of(reasons.begin(), reasons.end(), [&](const Reason& reason) {
    if (reason.code != ReasonCode::matched || !delete_rules_.binds(reason.rule)) return false;
    const Digest& meaning = rules_.rules[static_cast<std::size_t>(reason.rule)].info.meaning;
    return std::find(approvals->second.begin(), approvals->second.end(), meaning) != approvals->second.end();
  });
}

Mode Followers::mode_after_removed() const {
  Mode mode = Mode::audit;
  for (const Policy* policy : selection_.policies) {
    if (policy->mode != Mode::audit) mode = mode == Mode::audit ? policy->mode : std::min(mode, policy->mode);
  }
  return mode;
}

Limits Followers::tighten(Limits limits, const std::vector<Decision>& decisions) const {
  std::vector<bool> seen(graph_.size());
  std::vector<Node> stack;
  for (const Node follower : followers_) {
    if (!counts_for_limits(decisions[follower])) continue;
    if (follows_removed(follower)) limits = delete_rules_.tighten(limits);
    stack.push_back(follower);
  }
  while (!stack.empty()) {
    const auto above = graph_.above(stack.back());
    stack.pop_back();
    for (const Link link : above) {
      const Node upper = link.node();
      if (!open_[upper] || seen[upper]) continue;
      seen[upper] = true;
      stack.push_back(upper);
      if (!graph_.is_removed(upper)) limits = delete_rules_.tighten(limits, decisions[upper].reasons);
    }
  }
  return limits;
}

}  // namespace retention
