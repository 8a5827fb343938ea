#pragma once

#include "policy/delete_rules.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"

namespace retention {

// The last step for each candidate: since when it is one, when its grace is over, and what becomes of it now. Points
// into its arguments.
class Grace {
 public:
  Grace(const RuleSet& rules, const DeleteRules& delete_rules, const Memory& memory, SysTime now)
      : rules_(rules), delete_rules_(delete_rules), memory_(memory), now_(now) {}

  // Fills in the course of a decision that rules made. Of the rules that want a candidate, the one whose clock runs
  // longest becomes the winner, then the first by name; rules that only audit come last.
  void settle(const PackageVersion& version, Decision& decision) const;

 private:
  void start_clocks(const PackageVersion& version, Decision& decision) const;
  [[nodiscard]] SysTime end_of_grace(const Decision& decision) const;
  [[nodiscard]] bool is_approved(const Decision& decision) const;

  const RuleSet& rules_;
  const DeleteRules& delete_rules_;
  const Memory& memory_;
  SysTime now_;
};

}  // namespace retention
