#include "policy/base/duration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace retention {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::months;
using testing::HasSubstr;

SysTime utc(std::string_view text) {
  return parse_rfc3339(text).value();
}

TEST(ParseDuration, ReadsEachUnit) {
  EXPECT_EQ(parse_duration("90m"), (Duration{months(0), minutes(90)}));
  EXPECT_EQ(parse_duration("12h"), (Duration{months(0), hours(12)}));
  EXPECT_EQ(parse_duration("30d"), (Duration{months(0), days(30)}));
  EXPECT_EQ(parse_duration("2w"), (Duration{months(0), days(14)}));
  EXPECT_EQ(parse_duration("6mo"), (Duration{months(6), {}}));
  EXPECT_EQ(parse_duration("1y"), (Duration{months(12), {}}));
  EXPECT_EQ(parse_duration("0d"), Duration{});
}

TEST(ParseDuration, CombinesUnitsLargestFirst) {
  EXPECT_EQ(parse_duration("1y6mo"), (Duration{months(18), {}}));
  EXPECT_EQ(parse_duration("1y2mo3w4d5h6m"), (Duration{months(14), days(25) + hours(5) + minutes(6)}));
}

// Case 61: a number without a unit, a word and a negative number are errors, never "no filter".
TEST(Cases, Case61DurationsThatAreNone) {
  for (const char* text : {"5",
                           "abc",
                           "-5d",
                           "",
                           " 5d",
                           "5 d",
                           "5d ",
                           "1.5d",
                           "d",
                           "5s",
                           "5D",
                           "5min",
                           "5days",
                           "1d1d",
                           "1d1y",
                           "6mo1y",
                           "+5d",
                           "1001y",
                           "99999999999999999999d",
                           "9223372036854775807m",
                           "366001d",
                           "1000y1mo",
                           "unlimited"}) {
    const auto parsed = parse_duration(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::configuration);
    EXPECT_THAT(parsed.error().message, HasSubstr("30d")) << "the error says what to write";
  }
  EXPECT_THAT(parse_duration("5").error().message, HasSubstr("5d"));
}

TEST(ParseDuration, AllowsAThousandYears) {
  EXPECT_TRUE(parse_duration("1000y"));
  EXPECT_TRUE(parse_duration("365000d"));
}

TEST(FormatDuration, WritesWhatParsesToTheSame) {
  for (const char* text : {"0d", "90m", "36h", "30d", "14d", "1y6mo", "6mo", "1y", "1y6mo3d", "25h", "1441m"}) {
    EXPECT_EQ(format_duration(parse_duration(text).value()), text);
  }
  EXPECT_EQ(format_duration(parse_duration("2w").value()), "14d");
  EXPECT_EQ(format_duration(parse_duration("18mo").value()), "1y6mo");
  EXPECT_EQ(format_duration(parse_duration("1d12h").value()), "36h");
}

TEST(Subtract, TakesDaysAsTwentyFourHours) {
  const Zone madrid = Zone::locate("Europe/Madrid").value();
  EXPECT_EQ(subtract(utc("2026-03-29T12:00:00Z"), parse_duration("1d").value(), madrid), utc("2026-03-28T12:00:00Z"));
}

TEST(Subtract, TakesMonthsInCivilTime) {
  const Zone madrid = Zone::locate("Europe/Madrid").value();
  // Noon in Madrid is 10:00 UTC in summer and 11:00 UTC in winter.
  EXPECT_EQ(subtract(utc("2026-07-15T10:00:00Z"), parse_duration("6mo").value(), madrid), utc("2026-01-15T11:00:00Z"));
  EXPECT_EQ(subtract(utc("2026-07-15T10:00:00Z"), parse_duration("6mo").value(), Zone()), utc("2026-01-15T10:00:00Z"));
}

TEST(Subtract, ClampsToTheLastOfTheMonth) {
  EXPECT_EQ(subtract(utc("2026-03-31T08:00:00Z"), parse_duration("1mo").value(), Zone()), utc("2026-02-28T08:00:00Z"));
  EXPECT_EQ(subtract(utc("2024-02-29T08:00:00Z"), parse_duration("1y").value(), Zone()), utc("2023-02-28T08:00:00Z"));
}

TEST(Subtract, TakesMonthsBeforeDays) {
  // A month before 31 March is 28 February; three days before that is the 25th.
  EXPECT_EQ(subtract(utc("2026-03-31T08:00:00Z"), parse_duration("1mo3d").value(), Zone()),
            utc("2026-02-25T08:00:00Z"));
}

TEST(FirstBeyond, IsTheSecondAfterAnExactAge) {
  const SysTime start = parse_rfc3339("2026-03-01T10:00:00Z").value();
  EXPECT_EQ(first_beyond(start, parse_duration("0d").value(), Zone()), start + std::chrono::seconds(1));
  EXPECT_EQ(first_beyond(start, parse_duration("90m").value(), Zone()), start + std::chrono::seconds(5401));
}

TEST(FirstBeyond, UndoesSubtractWhateverTheMonthAndTheClock) {
  const Zone zone = Zone::locate("Europe/Madrid").value();
  for (const char* const age : {"1mo", "1mo1d", "6mo", "1y", "1y6mo12h", "30d"}) {
    const Duration duration = parse_duration(age).value();
    for (int day = 0; day < 366; ++day) {
      const SysTime start = parse_rfc3339("2023-09-30T23:30:00Z").value() + std::chrono::days(day);
      const SysTime beyond = first_beyond(start, duration, zone);
      ASSERT_GT(subtract(beyond, duration, zone), start) << age << ' ' << day;
      ASSERT_LE(subtract(beyond - std::chrono::seconds(1), duration, zone), start) << age << ' ' << day;
    }
  }
}

TEST(Subtract, SurvivesTheLargestDuration) {
  EXPECT_LT(subtract(utc("2026-03-31T08:00:00Z"), parse_duration("1000y365000d").value(), Zone()),
            utc("0100-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace retention
