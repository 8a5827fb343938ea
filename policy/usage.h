#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "policy/model/decision.h"
#include "policy/model/usage.h"
#include "policy/rule_set.h"
#include "policy/rules/bind.h"
#include "policy/rules/binding.h"
#include "policy/selection.h"

namespace retention {

// What rules and patterns were good for in one plan.
[[nodiscard]] Usage usage_of(const Binding& binding, const Selection& selection, const BoundLayers& rules,
                             std::span<const Decision> decisions);

// Something in the rules that did nothing in a whole cycle.
struct IdlePart {
  enum class Kind : std::uint8_t {
    matched_nothing,   // the rule matches no version
    mattered_nothing,  // a keep or protect rule kept nothing from a delete rule, or all that a delete rule matches
                       // stays
    pattern_unmatched  // the pattern matches no tag and no name
  };
  Kind kind{Kind::matched_nothing};
  std::string policy;  // empty for protect rules
  std::string rule;    // empty for `ignore_tags`
  std::string pattern;

  friend bool operator==(const IdlePart&, const IdlePart&) = default;
};

// Adds up the usage of many packages.
class UsageTally {
 public:
  void add(const Usage& usage);

  // What did nothing in any of them, in the order of policy, rule and pattern. A rule that no package asked is left
  // out: its policy selected none.
  [[nodiscard]] std::vector<IdlePart> idle(const RuleSet& rules) const;

 private:
  struct Sum {
    std::int64_t matched{0};
    std::int64_t mattered{0};
    std::set<std::string> unmatched;
  };
  std::map<RuleIndex, Sum> rules_;
  std::map<std::string, std::set<std::string>> ignores_;
};

}  // namespace retention
