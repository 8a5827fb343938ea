#include "policy/rules/version.h"

#include <gtest/gtest.h>

#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

TEST(VersionName, IsMatchedByThePatterns) {
  const VersionCondition condition{test::patterns({"*-alpha*", "!*-alpha-keep"})};
  const auto match = [&](const char* name) { return match_version(condition, {VersionId{1}, name, {}, {}, {}}); };
  EXPECT_EQ(match("1.0.0-alpha.1"), Match::yes);
  EXPECT_EQ(match("1.0.0-alpha-keep"), Match::no);
  EXPECT_EQ(match("1.0.0"), Match::no);
}

}  // namespace
}  // namespace retention
