#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policy/container/graph.h"
#include "policy/delete_rules.h"
#include "policy/model/decision.h"
#include "policy/rule_set.h"
#include "policy/selection.h"

namespace retention {

// Settles, after Grace, what becomes of those that follow candidates, and holds candidates back that a candidate lists
// which goes later: whatever a version lists is there as long as it is. Points into its arguments.
class Followers {
 public:
  Followers(const ManifestGraph& graph, const RuleSet& rules, const DeleteRules& delete_rules,
            const Selection& selection, const Memory& memory, SysTime now);

  // `newest_first` holds all positions in that order.
  void settle(std::vector<Decision>& decisions, std::span<const std::uint32_t> newest_first);

  // The limits of the policies that speak through whatever is followed by something due, the smaller of each and of
  // `limits`.
  [[nodiscard]] Limits tighten(Limits limits, const std::vector<Decision>& decisions) const;

 private:
  void find_ways(const std::vector<Decision>& decisions, std::span<const std::uint32_t> newest_first);
  void name_rules(std::vector<Decision>& decisions);
  void settle_modes(std::vector<Decision>& decisions) const;
  void settle_courses(std::vector<Decision>& decisions) const;
  void settle_times(std::vector<Decision>& decisions) const;
  void hold_back(Course course, std::vector<Decision>& decisions) const;
  [[nodiscard]] std::vector<bool> reached_over_removed(const std::vector<Decision>& decisions) const;
  void wait_over_removed(std::vector<Decision>& decisions) const;
  [[nodiscard]] bool follows_removed(Node node) const { return newest_above_[node] == kNoNode; }
  [[nodiscard]] bool is_approved(Node node, const std::vector<Decision>& decisions) const;
  [[nodiscard]] Mode mode_after_removed() const;

  const ManifestGraph& graph_;
  const RuleSet& rules_;
  const DeleteRules& delete_rules_;
  const Selection& selection_;
  const Memory& memory_;
  SysTime now_;
  std::vector<bool> open_{};          // what goes and what was removed, by node
  std::vector<Node> candidates_{};    // those with something below, the newest first
  std::vector<Node> followers_{};     // by position
  std::vector<Node> newest_above_{};  // the newest candidate above a node, at whatever distance
};

}  // namespace retention
