#include "policy/base/time_expression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace retention {
namespace {

SysTime utc(std::string_view text) {
  return parse_rfc3339(text).value();
}

const SysTime kNow = utc("2026-03-02T02:30:00Z");

TEST(TimeExpression, ReadsAnInstantADateAndATimeAgo) {
  const Zone madrid = Zone::locate("Europe/Madrid").value();
  EXPECT_EQ(parse_time_expression("2026-01-01T10:00:00+01:00", kNow, madrid), utc("2026-01-01T09:00:00Z"));
  EXPECT_EQ(parse_time_expression("2026-01-01", kNow, madrid), utc("2025-12-31T23:00:00Z"));
  EXPECT_EQ(parse_time_expression("2026-01-01", kNow, Zone()), utc("2026-01-01T00:00:00Z"));
  EXPECT_EQ(parse_time_expression("3d", kNow, madrid), utc("2026-02-27T02:30:00Z"));
  EXPECT_EQ(parse_time_expression("1mo", kNow, madrid), utc("2026-02-02T02:30:00Z"));
}

TEST(TimeExpression, OfAnEndCountsADurationFromNowOn) {
  EXPECT_EQ(parse_end_expression("3d", kNow, Zone()), utc("2026-03-05T02:30:00Z"));
  EXPECT_EQ(parse_end_expression("2026-03-03", kNow, Zone()), utc("2026-03-03T00:00:00Z"));
  EXPECT_EQ(parse_end_expression("2026-03-02T02:30:01Z", kNow, Zone()), utc("2026-03-02T02:30:01Z"));
}

TEST(TimeExpression, OfAnEndLiesAhead) {
  for (const char* text : {"2026-03-02", "2026-03-02T02:30:00Z", "0d", "soon"}) {
    const auto parsed = parse_end_expression(text, kNow, Zone());
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::usage);
  }
  EXPECT_THAT(parse_end_expression("soon", kNow, Zone()).error().message, testing::HasSubstr("from now, such as 3d"));
}

TEST(TimeExpression, SaysWhatToWrite) {
  for (const char* text : {"", "yesterday", "3", "2026-02-30", "-3d", "12:00"}) {
    const auto parsed = parse_time_expression(text, kNow, Zone());
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::usage);
    EXPECT_THAT(parsed.error().message, testing::HasSubstr("3d"));
  }
}

}  // namespace
}  // namespace retention
