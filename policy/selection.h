#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/time.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"

namespace retention {

// The policies that select a package, and what they ask of it together. Points into its RuleSet.
struct Selection {
  std::vector<const Policy*> policies;     // in the order of their names
  std::optional<SysTime> min_age_cut_off;  // created after this is too young: the largest `min_age`
  std::int64_t min_keep{1};                // the largest
  Mode mode{Mode::audit};                  // the least careful
};

[[nodiscard]] Selection select_policies(const RuleSet& rules, const Package& package, SysTime now);

// The rules of one layer that the selected policies hold.
[[nodiscard]] std::vector<RuleIndex> rules_of(const Selection& selection, const RuleSet& rules, Layer layer);

}  // namespace retention
