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

}  // namespace retention::engine
