#pragma once

#include <vector>

#include "policy/language/section.h"
#include "policy/rule_set.h"
#include "policy/rule_test.h"

namespace retention::language {

// A test and where it was written.
struct PlacedTest {
  RuleTest test;
  Position at;
  std::string path;  // such as "tests[3]"
};

// The tests below `tests` of a file's top section, with all that is wrong with them reported: a policy or rule that
// does not exist, a version that its policy cannot meet.
[[nodiscard]] std::vector<PlacedTest> read_tests(const Section& file, const RuleSet& rules);

}  // namespace retention::language
