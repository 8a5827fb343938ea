#pragma once

#include <optional>
#include <vector>

#include "policy/base/time.h"
#include "policy/base/zone.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"
#include "policy/rules/match.h"
#include "policy/rules/tags.h"

namespace retention {

// What a rule says of one version.
struct RuleMatch {
  Match match{Match::no};
  std::optional<SparingTags> spared;  // the rule would hold but for these tags

  friend bool operator==(const RuleMatch&, const RuleMatch&) = default;
};

// A rule at one instant for one type of package: ages have become instants. Points into its RuleSet, which must outlive
// it. Conditions that the type cannot have (`tags` and `tagged` on language packages, `version` on containers) never
// match.
class BoundRule {
 public:
  BoundRule(const RuleSet& rules, RuleIndex index, PackageType type, SysTime now);

  [[nodiscard]] RuleMatch match(const PackageVersion& version) const;

  [[nodiscard]] RuleIndex index() const { return index_; }
  [[nodiscard]] const Rule& rule() const { return *rule_; }

 private:
  struct BoundCondition {
    const Condition* condition;
    SysTime cut_off;  // of an age
  };

  const Rule* rule_;
  RuleIndex index_;
  std::vector<BoundCondition> conditions_;
  bool applicable_{true};
};

// Rules bound in the order of policy and name, which is the same however the file is ordered.
[[nodiscard]] std::vector<BoundRule> bind_rules(const RuleSet& rules, std::vector<RuleIndex> indices, PackageType type,
                                                SysTime now);

}  // namespace retention
