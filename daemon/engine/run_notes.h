#pragma once

#include <string>
#include <vector>

#include "policy/base/time.h"
#include "policy/model/facts.h"
#include "policy/rule_set.h"
#include "policy/usage.h"
#include "store/records.h"

namespace retention::engine {

// The in-use files that rules rest on, each once.
[[nodiscard]] std::vector<std::string> in_use_files(const RuleSet& rules);

// A warning for each in-use file that cannot be relied on, so that everything its rule applies to stays.
[[nodiscard]] std::vector<store::RunWarning> doubts(const RuleSet& rules, const Facts& facts, SysTime now);

// A warning for each rule and pattern that did nothing in a cycle over all packages.
[[nodiscard]] std::vector<store::RunWarning> idle_notes(const RuleSet& rules, const UsageTally& tally);

// A note for the packages of each owner and type that no policy selects, and for each policy that selects none; the
// packages of both lists are in the order of owner and type.
[[nodiscard]] std::vector<store::RunWarning> selection_notes(const RuleSet& rules, const std::vector<Package>& selected,
                                                             const std::vector<Package>& unselected);

}  // namespace retention::engine
