#include "policy/base/zone.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace retention {
namespace {

using testing::HasSubstr;

SysTime utc(std::string_view text) {
  return parse_rfc3339(text).value();
}

// A local time, written as an instant for brevity.
CivilTime civil(std::string_view text) {
  return CivilTime(utc(text).time_since_epoch());
}

TEST(Zone, IsUtcUnlessNamed) {
  EXPECT_EQ(Zone().name(), "UTC");
  EXPECT_EQ(Zone().to_civil(utc("2026-07-01T12:00:00Z")), civil("2026-07-01T12:00:00Z"));
  EXPECT_EQ(Zone().to_sys(civil("2026-07-01T12:00:00Z")), utc("2026-07-01T12:00:00Z"));
  EXPECT_EQ(Zone::locate("UTC").value().name(), "UTC");
}

TEST(Zone, FollowsTheClockChangesOfThePlace) {
  const Zone madrid = Zone::locate("Europe/Madrid").value();
  EXPECT_EQ(madrid.name(), "Europe/Madrid");
  EXPECT_EQ(madrid.to_civil(utc("2026-01-15T12:00:00Z")), civil("2026-01-15T13:00:00Z"));
  EXPECT_EQ(madrid.to_civil(utc("2026-07-15T12:00:00Z")), civil("2026-07-15T14:00:00Z"));
  EXPECT_EQ(madrid.to_sys(civil("2036-07-15T14:00:00Z")), utc("2036-07-15T12:00:00Z"));
}

TEST(Zone, MovesASkippedTimeToTheEndOfTheGap) {
  const Zone madrid = Zone::locate("Europe/Madrid").value();
  const SysTime gap_end = utc("2026-03-29T01:00:00Z");
  EXPECT_EQ(madrid.to_sys(civil("2026-03-29T01:59:59Z")), gap_end - std::chrono::seconds(1));
  EXPECT_EQ(madrid.to_sys(civil("2026-03-29T02:00:00Z")), gap_end);
  EXPECT_EQ(madrid.to_sys(civil("2026-03-29T02:59:59Z")), gap_end);
  EXPECT_EQ(madrid.to_sys(civil("2026-03-29T03:00:00Z")), gap_end);
}

TEST(Zone, TakesTheEarlierOfATimeThatOccursTwice) {
  const Zone madrid = Zone::locate("Europe/Madrid").value();
  EXPECT_EQ(madrid.to_sys(civil("2026-10-25T02:30:00Z")), utc("2026-10-25T00:30:00Z"));
  EXPECT_EQ(madrid.to_civil(utc("2026-10-25T01:30:00Z")), civil("2026-10-25T02:30:00Z"));
}

TEST(Zone, NamesNearZonesInItsError) {
  const auto misspelt = Zone::locate("Europe/Madird");
  ASSERT_FALSE(misspelt);
  EXPECT_EQ(misspelt.error().code, ErrorCode::configuration);
  EXPECT_THAT(misspelt.error().message, HasSubstr("Europe/Madrid"));
  EXPECT_THAT(Zone::locate("madrid").error().message, HasSubstr("Europe/Madrid"));
  EXPECT_THAT(Zone::locate("").error().message, HasSubstr("write a name such as"));
  EXPECT_FALSE(Zone::locate("../../etc/passwd"));
}

}  // namespace
}  // namespace retention
