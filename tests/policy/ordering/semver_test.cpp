#include "policy/ordering/semver.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "tests/policy/ordering/ordering_text.h"

namespace retention {
namespace {

std::string order(std::string_view a, std::string_view b) {
  return test::order_of(PackageType::npm, a, b);
}

TEST(Semver, ReadsNumbersAndLabels) {
  const auto version = parse_semver("1.20.300-rc.1-x+build.05");
  ASSERT_TRUE(version);
  EXPECT_EQ(version->major, 1U);
  EXPECT_EQ(version->minor, 20U);
  EXPECT_EQ(version->patch, 300U);
  EXPECT_EQ(version->prerelease, "rc.1-x");
  EXPECT_EQ(parse_semver("0.0.0").value().prerelease, "");
}

TEST(Semver, AllowsOneLeadingV) {
  EXPECT_TRUE(parse_semver("v1.2.3-rc.1"));
  EXPECT_FALSE(parse_semver("vv1.2.3"));
  EXPECT_FALSE(parse_semver("V1.2.3"));
  EXPECT_FALSE(parse_semver("=1.2.3"));
}

TEST(Semver, IsOnlyAFullVersion) {
  for (const char* text :
       {"",          "v",        "1",        "1.2",    "latest", "1.2.3.4",    "1.2.x",         "01.2.3",
        "1.02.3",    "1.2.03",   "1.2.3-01", "1.2.3-", "1.2.3+", "1.2.3-a..b", "1.2.3-a.",      "1.2.3+a..b",
        "1.2.3-a_b", "1.2.3rc1", " 1.2.3",   "1.2.3 ", "1.2.-3", "+1.2.3",     "1.2.3-\xC3\xA9"}) {
    EXPECT_FALSE(parse_semver(text)) << text;
  }
}

TEST(Semver, EndsAtTheLargestNumberAndLengthOfNpm) {
  EXPECT_TRUE(parse_semver("9007199254740991.0.0"));
  EXPECT_FALSE(parse_semver("9007199254740992.0.0"));
  EXPECT_FALSE(parse_semver("0.0.99999999999999999999999"));
  EXPECT_TRUE(parse_semver("1.0.0-" + std::string(250, 'a')));
  EXPECT_FALSE(parse_semver("1.0.0-" + std::string(251, 'a')));
}

// The chain of item 11 of the specification.
TEST(Semver, OrdersAsTheSpecificationSays) {
  const std::array<const char*, 11> chain{"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
                                          "1.0.0-beta",  "1.0.0-beta.2",  "1.0.0-beta.11",
                                          "1.0.0-rc.1",  "1.0.0",         "2.0.0",
                                          "2.1.0",       "2.1.1"};
  for (std::size_t i = 0; i < chain.size(); ++i) {
    for (std::size_t k = 0; k < chain.size(); ++k) {
      EXPECT_EQ(order(chain.at(i), chain.at(k)), i < k ? "<" : i == k ? "=" : ">") << chain.at(i) << " " << chain.at(k);
    }
  }
}

TEST(Semver, OverlooksBuildMetadataAndTheV) {
  EXPECT_EQ(order("v1.0.0+a", "1.0.0+b"), "=");
  EXPECT_EQ(order("1.0.0-rc.1+a", "v1.0.0-rc.1"), "=");
}

TEST(Semver, ComparesLongNumericLabelsAsNumbers) {
  EXPECT_EQ(order("1.0.0-99999999999999999999", "1.0.0-100000000000000000000"), "<");
  EXPECT_EQ(order("1.0.0-99999999999999999999", "1.0.0-a"), "<");
}

TEST(Semver, LetsCaseCount) {
  EXPECT_EQ(order("1.0.0-RC", "1.0.0-alpha"), "<");
}

}  // namespace
}  // namespace retention
