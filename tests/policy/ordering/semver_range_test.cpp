#include "policy/ordering/semver_range.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace retention {
namespace {

using testing::HasSubstr;

bool in(std::string_view range, std::string_view version) {
  return contains(parse_semver_range(range).value(), parse_semver(version).value());
}

std::string error_of(std::string_view range) {
  const auto parsed = parse_semver_range(range);
  return parsed ? "" : parsed.error().message;
}

TEST(SemverRange, HoldsEveryReleaseForAStar) {
  for (const char* range : {"*", "x", "X", "*.x", "x.x.x", ">=0.0.0", "^*", ">=*", "=*", "1.x || *"}) {
    EXPECT_TRUE(in(range, "0.0.0")) << range;
    EXPECT_TRUE(in(range, "99.0.1")) << range;
    EXPECT_FALSE(in(range, "1.0.0-rc.1")) << range;
  }
  EXPECT_FALSE(in(">*", "1.0.0"));
  EXPECT_FALSE(in("<x", "0.0.0"));
}

TEST(SemverRange, KeepsTheFirstNumberThatIsNotZeroForACaret) {
  EXPECT_TRUE(in("^1.2.3", "1.9.0"));
  EXPECT_FALSE(in("^1.2.3", "1.2.2"));
  EXPECT_FALSE(in("^1.2.3", "2.0.0"));
  EXPECT_TRUE(in("^0.2.3", "0.2.9"));
  EXPECT_FALSE(in("^0.2.3", "0.3.0"));
  EXPECT_TRUE(in("^0.0.3", "0.0.3"));
  EXPECT_FALSE(in("^0.0.3", "0.0.4"));
  EXPECT_TRUE(in("^0.0", "0.0.9"));
  EXPECT_FALSE(in("^0.0", "0.1.0"));
  EXPECT_TRUE(in("^0", "0.9.0"));
  EXPECT_FALSE(in("^0", "1.0.0"));
}

TEST(SemverRange, KeepsMajorAndMinorForATilde) {
  EXPECT_TRUE(in("~1.2.3", "1.2.9"));
  EXPECT_FALSE(in("~1.2.3", "1.3.0"));
  EXPECT_TRUE(in("~1.2", "1.2.0"));
  EXPECT_TRUE(in("~1", "1.9.0"));
  EXPECT_FALSE(in("~>1", "2.0.0"));
}

TEST(SemverRange, TakesAnOpenPartAsAllThatBeginSo) {
  EXPECT_TRUE(in("1.2", "1.2.9"));
  EXPECT_TRUE(in("1.2.*", "1.2.0"));
  EXPECT_FALSE(in("1.2.X", "1.3.0"));
  EXPECT_FALSE(in(">1.2", "1.2.9"));
  EXPECT_TRUE(in(">1.2", "1.3.0"));
  EXPECT_TRUE(in("<=1.2", "1.2.9"));
  EXPECT_FALSE(in("<1.2", "1.2.0"));
  EXPECT_TRUE(in(">=1", "1.0.0"));
}

TEST(SemverRange, TakesASpanWithBothEnds) {
  EXPECT_TRUE(in("1.2.3 - 2.3.4", "1.2.3"));
  EXPECT_TRUE(in("1.2.3 - 2.3.4", "2.3.4"));
  EXPECT_FALSE(in("1.2.3 - 2.3.4", "2.3.5"));
  EXPECT_TRUE(in("1.2 - 2.3", "2.3.9"));
  EXPECT_TRUE(in("* - 2", "2.9.9"));
  EXPECT_TRUE(in("v1 - *", "9.0.0"));
}

TEST(SemverRange, JoinsBoundsByBlanksAndAlternativesByBars) {
  EXPECT_TRUE(in(">= 1.2.3   < 2.0.0", "1.5.0"));
  EXPECT_FALSE(in(">=1.2.3 <2.0.0", "2.0.0"));
  EXPECT_TRUE(in("1.x||3.x", "3.1.0"));
  EXPECT_FALSE(in("1.x || 3.x", "2.0.0"));
  EXPECT_TRUE(in("^ 1.2\t~ 1.2", "1.2.5"));
}

TEST(SemverRange, OverlooksBuildMetadata) {
  EXPECT_TRUE(in("1.2.3+a", "1.2.3+b"));
  EXPECT_TRUE(in("^1.2+a", "1.2.3"));
}

TEST(SemverRange, HoldsAPrereleaseOnlyWhereOneIsNamed) {
  EXPECT_FALSE(in(">=1.0.0", "2.0.0-rc.1"));
  EXPECT_FALSE(in("<2.0.0", "2.0.0-rc.1"));
  EXPECT_TRUE(in(">=2.0.0-beta", "2.0.0-rc.1"));
  EXPECT_FALSE(in(">=2.0.0-beta", "2.0.1-rc.1"));
  EXPECT_TRUE(in("^2.0.0-beta", "2.5.0"));
  EXPECT_FALSE(in("^2.0.0-beta", "2.0.0-alpha"));
  EXPECT_FALSE(in("^1.2.3", "2.0.0-0"));
  EXPECT_TRUE(in("=2.0.0-rc.1", "2.0.0-rc.1"));
}

TEST(SemverRange, CountsNothingBesideEveryRelease) {
  EXPECT_TRUE(in("1.x || 2.0.0-rc.1", "2.0.0-rc.1"));
  EXPECT_FALSE(in("* || 2.0.0-rc.1", "2.0.0-rc.1"));
}

TEST(SemverRange, IsNeverEmpty) {
  for (const char* range : {"", " ", "||", "1.x ||", "|| 1.x", "1.x || || 2.x"}) {
    EXPECT_THAT(error_of(range), HasSubstr("write * for every release")) << range;
  }
}

TEST(SemverRange, SaysWhatIsWrongAndWhatToWrite) {
  EXPECT_EQ(parse_semver_range("latest").error().code, ErrorCode::configuration);
  EXPECT_THAT(error_of("latest"), HasSubstr("\"latest\" is no version range"));
  EXPECT_THAT(error_of("latest"), HasSubstr("write for example ^1.2.3"));
  EXPECT_THAT(error_of("1.02"), HasSubstr("\"02\" is neither x nor a number"));
  EXPECT_THAT(error_of("1.2.3.4"), HasSubstr("more than three numbers"));
  EXPECT_THAT(error_of("1.2-rc"), HasSubstr("only behind three numbers"));
  EXPECT_THAT(error_of("1.2.3-01"), HasSubstr("\"-01\" is no pre-release or build part"));
  EXPECT_THAT(error_of(">="), HasSubstr("no version stands behind >="));
  EXPECT_THAT(error_of("1.x.3"), HasSubstr("behind an x stands a number"));
  EXPECT_THAT(error_of("vv1.2.3"), HasSubstr("\"vv\" may not stand before a full version"));
  EXPECT_THAT(error_of("^9007199254740991"), HasSubstr("no number may follow 9007199254740991"));
}

TEST(SemverRange, RefusesWhatCanHardlyBeMeant) {
  for (const char* range :
       {"1.2.3*", "*1.2.3", "+a", ">=1 +a", "> = 1.2.3", "~ > 1.2.3", "v 1 - 2", "x.x.9007199254740992", "1.2.3, 2.x",
        "1.2.3 | 2.x", "1 - 2 - 3", "1 -2", ">1 - 2", "1.2.3<2", "- 1", "[1.0,2.0)"}) {
    EXPECT_NE(error_of(range), "") << range;
  }
}

TEST(SemverRange, EqualsOneWithTheSameBounds) {
  EXPECT_EQ(parse_semver_range("^1.2.3"), parse_semver_range(">=1.2.3 <2.0.0-0"));
  EXPECT_FALSE(parse_semver_range("^1.2.3") == parse_semver_range("~1.2.3"));
}

}  // namespace
}  // namespace retention
