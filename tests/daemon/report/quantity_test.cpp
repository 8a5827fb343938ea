#include "daemon/report/quantity.h"

#include <gtest/gtest.h>

namespace retention::report {
namespace {

using std::chrono::seconds;

constexpr SysTime kNow{seconds{1772418600}};

TEST(Quantity, AgreesWithItsNoun) {
  EXPECT_EQ(counted(1, "version"), "1 version");
  EXPECT_EQ(counted(0, "version"), "0 versions");
  EXPECT_EQ(counted(2, "policy", "policies"), "2 policies");
}

TEST(Quantity, NamesRanks) {
  EXPECT_EQ(ordinal(1), "1st");
  EXPECT_EQ(ordinal(2), "2nd");
  EXPECT_EQ(ordinal(3), "3rd");
  EXPECT_EQ(ordinal(11), "11th");
  EXPECT_EQ(ordinal(112), "112th");
  EXPECT_EQ(ordinal(1021), "1,021st");
}

TEST(Quantity, RoundsPercentagesToOneDecimal) {
  EXPECT_EQ(percentage(5, 212), "2.4%");
  EXPECT_EQ(percentage(1, 4), "25%");
  EXPECT_EQ(percentage(0, 0), "0%");
  EXPECT_EQ(percentage(3, 0), "0%");
}

TEST(Age, ChoosesAUnitThatSaysSomething) {
  EXPECT_EQ(age_of(kNow - seconds{90}, kNow), "1m");
  EXPECT_EQ(age_of(kNow - std::chrono::hours{47}, kNow), "47h");
  EXPECT_EQ(age_of(kNow - std::chrono::hours{48}, kNow), "2d");
  EXPECT_EQ(age_of(kNow + seconds{90}, kNow), "0m");
  EXPECT_EQ(age_of(std::nullopt, kNow), "?");
}

TEST(ShortName, CutsADigestAndNothingElse) {
  const std::string digest = "sha256:" + std::string(64, 'a');
  EXPECT_EQ(short_name(digest), "sha256:aaaaaaaaaaaa");
  EXPECT_EQ(short_name("1.0.0-rc.1+build.20260302.4711"), "1.0.0-rc.1+build.20260302.4711");
  EXPECT_EQ(short_name("1.0\x1b[0m"), "1.0\\x1b[0m");
}

TEST(TagList, TellsNoTagsFromUnknownTags) {
  EXPECT_EQ(tag_list(std::vector<std::string>{"v1", "latest"}), "[v1, latest]");
  EXPECT_EQ(tag_list(std::vector<std::string>{}), "");
  EXPECT_EQ(tag_list(std::nullopt), "[tags unknown]");
  EXPECT_EQ(tag_list(std::vector<std::string>{"a\x1b[31m"}), "[a\\x1b[31m]");
}

}  // namespace
}  // namespace retention::report
