#include "policy/rules/version.h"

#include <gtest/gtest.h>

#include "tests/support/bound_rules.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

TEST(VersionName, IsMatchedByThePatterns) {
  const auto match = [](const char* name) {
    const test::BoundRules bound(
        test::inventory(PackageType::npm).named(1, std::chrono::days(1), name).build(),
        test::RuleSetBuilder().policy("p").keep("r", {test::version_names({"*-alpha*", "!*-alpha-keep"})}).build());
    return bound.match(0).match;
  };
  EXPECT_EQ(match("1.0.0-alpha.1"), Match::yes);
  EXPECT_EQ(match("1.0.0-alpha-keep"), Match::no);
  EXPECT_EQ(match("1.0.0"), Match::no);
}

}  // namespace
}  // namespace retention
