#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/language/rule_reader.h"
#include "policy/language/section.h"
#include "policy/rule_set.h"

namespace retention::language {

// What `defaults` says and a policy may override.
struct Settings {
  Mode mode{Mode::audit};
  Duration min_age;
  Duration grace;
  std::int64_t min_keep{1};
  Limits limits;
};

// The settings of a section, those of `inherited` where it says nothing.
[[nodiscard]] Settings read_settings(const Section& section, const Settings& inherited);

// A policy, its rules not yet in a rule set.
struct ReadPolicy {
  Section section;
  Policy policy;  // `rules` is still empty
  std::vector<ReadRule> keep;
  std::vector<ReadRule> remove;
};

// One policy with all that is wrong with it reported.
[[nodiscard]] ReadPolicy read_policy(const Section& section, const Settings& defaults);

}  // namespace retention::language
