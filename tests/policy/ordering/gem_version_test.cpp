#include "policy/ordering/gem_version.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/policy/ordering/ordering_text.h"

namespace retention {
namespace {

std::string order(std::string_view a, std::string_view b) {
  return test::order_of(PackageType::rubygems, a, b);
}

TEST(GemVersion, ComparesNumbersOfAnyLength) {
  EXPECT_EQ(order("1.9", "1.10"), "<");
  EXPECT_EQ(order("1.99999999999999999999", "1.100000000000000000000"), "<");
  EXPECT_EQ(order("99999999999999999999.2", "100000000000000000000.1"), "<");
  EXPECT_EQ(order("2.0.0.99999999999999999999", "2.0.0.100000000000000000000"), "<");
}

TEST(GemVersion, OverlooksZerosAtTheEnd) {
  EXPECT_EQ(order("1.0", "1"), "=");
  EXPECT_EQ(order("1.0.0", "1.00"), "=");
  EXPECT_EQ(order("1.0.a", "1.a"), "=");
  EXPECT_EQ(order("1.a.0", "1.0.0.a"), "=");
  EXPECT_EQ(order("1.0.1.a", "1.1.a"), "<");
}

TEST(GemVersion, PutsLettersBeforeNumbers) {
  EXPECT_EQ(order("1.0.rc1", "1.0"), "<");
  EXPECT_EQ(order("1.0.a", "1.0.b"), "<");
  EXPECT_EQ(order("1.0.a.2", "1.0.a.10"), "<");
  EXPECT_EQ(order("1.0.a10", "1.0.a9"), ">");
  EXPECT_EQ(order("1.0.RC", "1.0.a"), "<");
  EXPECT_EQ(order("1.a.b", "1.a"), "<");
}

TEST(GemVersion, ReadsAHyphenAsPre) {
  EXPECT_EQ(order("1.0-1", "1.0.pre.1"), "=");
  EXPECT_EQ(order("1.0-rc", "1.0"), "<");
  EXPECT_EQ(order("1.0--", "1.0.pre.pre"), "=");
  EXPECT_EQ(order("1.0--a", "1.0.pre.pre.a"), "=");
}

TEST(GemVersion, IsOnlyWhatRubygemsHoldsCorrect) {
  for (const char* text : {"1", "1.a", "1.0.rc1", "1-a", "1.0-a.b-c", "1---", "00.1"}) {
    EXPECT_TRUE(parse_gem_version(text)) << text;
  }
  for (const char* text :
       {"", " ", "1 ", "a", "v1", "1a", "1.", ".1", "1..2", "1-", "1.0-.a", "1.0-a.", "1_2", "1+2"}) {
    EXPECT_FALSE(parse_gem_version(text)) << text;
  }
}

TEST(GemVersion, ComparesLongNamesInLinearTime) {
  std::string zeros = "1";
  for (int i = 0; i < 200'000; ++i) zeros += ".0";
  EXPECT_EQ(order(zeros, "1"), "=");
  EXPECT_EQ(order(zeros + ".1", "1.a"), ">");
  EXPECT_EQ(order(zeros + ".a", "1.a"), "=");
}

}  // namespace
}  // namespace retention
