#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/duration.h"
#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"

namespace retention {

// What is known of the version that a rule test asks about.
struct GivenVersion {
  std::vector<std::string> tags;
  std::optional<std::string> version;  // its name, in language packages
  Duration age;
  std::optional<Duration> idle;  // since it was updated; absent: as long as it is old
  std::int64_t siblings{0};      // versions like it in the package, all younger
  std::optional<std::string>
      package;                      // then every policy that selects this name counts, not only the one that is named
  std::optional<PackageType> type;  // absent: the first type of the policy that can have what is given
};

// One entry of `tests`: what must become of a version under a policy.
struct RuleTest {
  std::string policy;
  GivenVersion given;
  Verdict expected{Verdict::keep};
  std::optional<std::string> rule;  // one of the rules that decide
};

// What became of it.
struct RuleTestResult {
  Verdict verdict{Verdict::keep};
  std::vector<Reason> reasons;  // the one that decides first

  // Whether it is what the test expects.
  [[nodiscard]] bool passes(const RuleTest& test, const RuleTable& rules) const;
};

// Decides for the version of a test as evaluate() would at `now`: limits and grace have no say, and no in-use file
// names it. Fails with ErrorCode::configuration if the test cannot be set up: its policy selects no such package, or
// the type cannot have what is given.
[[nodiscard]] Result<RuleTestResult> run(const RuleTest& test, const RuleSet& rules, SysTime now);

}  // namespace retention
