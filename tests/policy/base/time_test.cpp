#include "policy/base/time.h"

#include <gtest/gtest.h>

namespace retention {
namespace {

SysTime at(std::int64_t seconds) {
  return SysTime{std::chrono::seconds{seconds}};
}

TEST(Rfc3339, ReadsInstantsWithAnyOffset) {
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00Z"), at(0));
  EXPECT_EQ(parse_rfc3339("2026-03-02T02:30:00Z"), at(1772418600));
  EXPECT_EQ(parse_rfc3339("2026-03-02T03:30:00+01:00"), at(1772418600));
  EXPECT_EQ(parse_rfc3339("2026-03-01T20:00:00-06:30"), at(1772418600));
  EXPECT_EQ(parse_rfc3339("2026-03-02t02:30:00z"), at(1772418600));
  EXPECT_EQ(parse_rfc3339("1969-12-31T23:59:59Z"), at(-1));
}

TEST(Rfc3339, DropsFractionsOfASecond) {
  EXPECT_EQ(parse_rfc3339("2026-03-02T02:30:00.999999Z"), at(1772418600));
  EXPECT_EQ(parse_rfc3339("2026-03-02T02:30:00.5+00:00"), at(1772418600));
}

TEST(Rfc3339, TakesALeapSecondAsTheNextSecond) {
  EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z"), parse_rfc3339("2017-01-01T00:00:00Z"));
}

TEST(Rfc3339, RefusesWhatIsNoInstant) {
  for (const char* text : {"",
                           "2026-03-02",
                           "2026-03-02T02:30:00",
                           "2026-03-02 02:30:00Z",
                           "2026-3-2T02:30:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-01-32T00:00:00Z",
                           "2026-01-01T24:00:00Z",
                           "2026-01-01T00:60:00Z",
                           "2026-01-01T00:00:61Z",
                           "2026-01-01T00:00:00.Z",
                           "2026-01-01T00:00:00Zx",
                           " 2026-01-01T00:00:00Z",
                           "2026-01-01T00:00:00+1:00",
                           "2026-01-01T00:00:00+0100",
                           "2026-01-01T00:00:00+24:00",
                           "+026-01-01T00:00:00Z",
                           "-001-01-01T00:00:00Z",
                           "null"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

TEST(Rfc3339, WritesWhatItReads) {
  for (const char* text : {"1970-01-01T00:00:00Z", "2026-03-02T02:30:05Z", "1969-12-31T23:59:59Z",
                           "2024-02-29T23:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
    const auto time = parse_rfc3339(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(format_rfc3339(*time), text);
  }
}

// The example of RFC 9110 section 5.6.7.
TEST(HttpDate, ReadsThePreferredForm) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), at(784111777));
}

TEST(HttpDate, RefusesOtherForms) {
  for (const char* text :
       {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37",
        "sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ", "Wed, 30 Feb 1994 08:49:37 GMT"}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

TEST(Date, ReadsACalendarDay) {
  using std::chrono::local_days;
  EXPECT_EQ(parse_date("2026-03-02"), local_days(std::chrono::year(2026) / 3 / 2));
  EXPECT_FALSE(parse_date("2026-02-29"));
  EXPECT_FALSE(parse_date("2026-03-02T"));
  EXPECT_FALSE(parse_date("26-03-02"));
}

}  // namespace
}  // namespace retention
