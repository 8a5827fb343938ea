#include "policy/language/duration_order.h"

#include <gtest/gtest.h>

namespace retention::language {
namespace {

bool never_shorter_text(const char* a, const char* b) {
  return never_shorter(parse_duration(a).value(), parse_duration(b).value());
}

TEST(DurationOrder, ComparesExactTimes) {
  EXPECT_TRUE(never_shorter_text("30d", "30d"));
  EXPECT_TRUE(never_shorter_text("25h", "1d"));
  EXPECT_FALSE(never_shorter_text("29d", "30d"));
}

TEST(DurationOrder, ComparesMonthsWithDaysOnlyWhereEveryDateAgrees) {
  EXPECT_TRUE(never_shorter_text("1mo", "28d"));
  EXPECT_FALSE(never_shorter_text("1mo", "29d"));
  EXPECT_TRUE(never_shorter_text("31d", "1mo"));
  EXPECT_FALSE(never_shorter_text("30d", "1mo"));
  EXPECT_TRUE(never_shorter_text("1y", "365d"));
  EXPECT_FALSE(never_shorter_text("365d", "1y"));
  EXPECT_TRUE(never_shorter_text("366d", "1y"));
  EXPECT_TRUE(never_shorter_text("2mo", "35d"));
}

TEST(DurationOrder, ComparesMonthsWithMonths) {
  EXPECT_TRUE(never_shorter_text("12mo", "1y"));
  EXPECT_TRUE(never_shorter_text("1y6mo", "1y"));
  EXPECT_FALSE(never_shorter_text("1y", "1y1d"));
  EXPECT_FALSE(never_shorter_text("1mo", "1y"));
}

}  // namespace
}  // namespace retention::language
