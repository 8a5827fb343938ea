#include "policy/ordering/maven_version.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "tests/policy/ordering/ordering_text.h"

namespace retention {
namespace {

std::string order(std::string_view a, std::string_view b) {
  return test::order_of(PackageType::maven, a, b);
}

TEST(MavenVersion, OrdersTheQualifiers) {
  const std::array<const char*, 12> chain{"1.0-alpha-1", "1.0-alpha-2",  "1.0-beta-1", "1.0-milestone-1",
                                          "1.0-rc-1",    "1.0-SNAPSHOT", "1.0",        "1.0-sp",
                                          "1.0-jre",     "1.0-1",        "1.0.1",      "1.1"};
  for (std::size_t i = 0; i < chain.size(); ++i) {
    for (std::size_t k = 0; k < chain.size(); ++k) {
      EXPECT_EQ(order(chain.at(i), chain.at(k)), i < k ? "<" : i == k ? "=" : ">") << chain.at(i) << " " << chain.at(k);
    }
  }
}

TEST(MavenVersion, StripsWhatMeansNothing) {
  for (const char* text : {"1.0", "1.0.0", "1-0", "1.ga", "1-ga", "1.0.0.Final", "1-RELEASE", "01", "1-", "1.0-0-ga"}) {
    EXPECT_EQ(order("1", text), "=") << text;
  }
}

TEST(MavenVersion, KnowsShortAndOtherNames) {
  EXPECT_EQ(order("1.0-a1", "1.0-alpha-1"), "=");
  EXPECT_EQ(order("1.0b2", "1.0-beta-2"), "=");
  EXPECT_EQ(order("1.0-m3", "1.0-Milestone-3"), "=");
  EXPECT_EQ(order("1.0-CR1", "1.0-rc1"), "=");
  EXPECT_EQ(order("1.0-a", "1.0"), ">") << "a alone is an unknown qualifier";
}

TEST(MavenVersion, TakesNumbersOfAnyLength) {
  EXPECT_EQ(order("1.99999999999999999999", "1.100000000000000000000"), "<");
  EXPECT_EQ(order("99999999999999999999.2", "100000000000000000000.1"), "<");
  EXPECT_EQ(order("1-20260101.123456-99999999999999999999", "1-20260101.123456-100000000000000000000"), "<");
}

// Maven itself says that 1.0.rc.1 is newer than 1-jre.
TEST(MavenVersion, HasAnOrderWhereMavenGoesInACircle) {
  EXPECT_EQ(order("1", "1-jre"), "<");
  EXPECT_EQ(order("1.0.rc.1", "1"), "<");
  EXPECT_EQ(order("1.0.rc.1", "1-jre"), "<");
}

TEST(MavenVersion, BeginsWithADigit) {
  EXPECT_TRUE(parse_maven_version("1"));
  EXPECT_TRUE(parse_maven_version("2026-01-01_x"));
  for (const char* text : {"", "main-SNAPSHOT", "v1.0", "RELEASE", "-1", ".1"}) {
    EXPECT_FALSE(parse_maven_version(text)) << text;
  }
}

TEST(MavenPrerelease, IsNamedByAWordAnywhere) {
  for (const char* text : {"1.0-alpha", "1.0-ALPHA-1", "1.0.Beta2", "1.0-milestone-1", "1.0rc1", "1.0-CR2", "1.0-rc.1",
                           "1.0-SNAPSHOT", "1.0-rc1-jre", "1.0_rc", "1.0-a1", "1.0B2", "1.0.M3"}) {
    EXPECT_TRUE(is_maven_prerelease(text)) << text;
  }
}

TEST(MavenPrerelease, IsNotNamedByAPartOfAWord) {
  for (const char* text : {"1.0", "1.0.Final", "1.0-jre", "1.0-src", "1.0-source", "1.0-prealpha", "1.0-a", "1.0-b",
                           "1.0-m", "1.0-beam1", "1.0-ga1", "1.0-sp1", "1.0-a.1", "20260101.123456-1"}) {
    EXPECT_FALSE(is_maven_prerelease(text)) << text;
  }
}

TEST(MavenVersion, ComparesLongNamesInLinearTime) {
  std::string zeros = "1";
  std::string levels = "1";
  for (int i = 0; i < 200'000; ++i) {
    zeros += ".0";
    levels += "-0";
  }
  EXPECT_EQ(order(zeros, levels), "=");
  EXPECT_EQ(order(zeros + ".1", levels + "-rc"), ">");
}

}  // namespace
}  // namespace retention
