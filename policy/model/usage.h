#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/model/rule.h"

namespace retention {

// What one rule did in the plan of one package.
struct RuleUse {
  RuleIndex rule{kNoRule};
  std::int64_t matched{0};   // versions that its conditions hold for, or may hold for
  std::int64_t mattered{0};  // of those, what it kept from a delete rule, or as a delete rule made a candidate
  std::vector<std::string> unmatched;  // patterns of it, as written, that match no text of any version

  friend bool operator==(const RuleUse&, const RuleUse&) = default;
};

// What the `ignore_tags` of one policy did in the plan of one package.
struct IgnoreUse {
  std::string policy;
  std::vector<std::string> unmatched;

  friend bool operator==(const IgnoreUse&, const IgnoreUse&) = default;
};

// What was of use in the plan of one package: every rule that can match versions of its type, every policy that selects
// it and ignores tags.
struct Usage {
  std::vector<RuleUse> rules;
  std::vector<IgnoreUse> ignores;

  friend bool operator==(const Usage&, const Usage&) = default;
};

}  // namespace retention
