#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/digest.h"
#include "policy/base/duration.h"
#include "policy/base/pattern.h"
#include "policy/base/zone.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "policy/model/rule.h"
#include "policy/rules/condition.h"
#include "policy/rules/measure.h"

namespace retention {

// One rule: it matches a version if all its conditions hold. Only keep rules have a measure.
struct Rule {
  RuleInfo info;
  std::vector<Condition> conditions;  // empty only if there is a measure
  std::optional<Measure> measure;
};

// One policy with every default filled in.
struct Policy {
  std::string name;
  std::vector<OwnerSelector> owners;
  std::vector<PackageType> types;
  PatternList packages;
  PatternList repository;   // on the plain name of the linked repository; empty: any, and none
  PatternList ignore_tags;  // tags that its delete rules overlook
  Mode mode{Mode::audit};
  Duration min_age;
  Duration grace;                // how long a version must stay a candidate before it goes
  std::int64_t min_keep{1};      // at least 1
  Limits limits;                 // `cycle` is not per policy and stays empty
  std::vector<RuleIndex> rules;  // its keep and delete rules
};

// All rules of a configuration: parsed, validated, immutable. Safe to share between threads.
struct RuleSet {
  Zone zone;
  std::vector<Rule> rules;            // a RuleIndex points into it
  std::vector<RuleIndex> protect;     // the rules above every policy
  std::vector<Policy> policies;       // in the order of the file, which never matters
  std::optional<std::int64_t> cycle;  // limit on everything due in one cycle; absent: unlimited
  Digest hash;                        // of the meaning of everything above
};

// The part of every rule that the ledger and the reports need, in order of RuleIndex.
[[nodiscard]] RuleTable table_of(const RuleSet& rules);

// Whether a policy selects a package. Owners compare by kind and login, without regard to case; `me` selects what was
// listed through /user, which `user:LOGIN` may name as well.
[[nodiscard]] bool selects(const Policy& policy, const Package& package);

}  // namespace retention
