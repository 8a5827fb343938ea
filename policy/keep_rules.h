#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policy/draft.h"
#include "policy/measured.h"
#include "policy/rules/binding.h"
#include "policy/rules/bound_rule.h"
#include "policy/rules/subject.h"

namespace retention {

// The third layer: the keep rules of all policies that select the package. A rule that cannot tell, for want of data,
// keeps without using a slot of its measure.
class KeepRules {
 public:
  // Points into `rules`. `newest_first` holds all positions of the inventory in that order.
  KeepRules(const Binding& binding, std::span<const BoundRule> rules, std::span<const std::uint32_t> newest_first);

  // Quickest if the versions are asked for in the order of their positions.
  void add_reasons(const Subject& subject, Draft& draft);

  // Only of the rules whose in-use file cannot be believed: they keep everything, images or not.
  void add_doubts(Draft& draft) const;

  // Only of the other rules without a measure, for an attachment that a delete rule wants.
  void add_plain_reasons(const Subject& subject, Draft& draft) const;

 private:
  std::span<const BoundRule> rules_;
  std::vector<Measured> measured_;  // for those of rules_ whose measure counts, in their order
};

}  // namespace retention
