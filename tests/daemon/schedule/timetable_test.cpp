#include "daemon/schedule/timetable.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string_view>

#include "policy/base/cron.h"
#include "policy/base/time.h"
#include "policy/base/zone.h"

namespace retention::schedule {
namespace {

using namespace std::chrono_literals;

SysTime at(std::string_view text) {
  return parse_rfc3339(text).value();
}

Schedule schedule(std::string_view cron, std::chrono::seconds jitter = 0s) {
  return {Cron::parse(cron).value(), Zone{}, jitter};
}

std::chrono::seconds all_of_it(std::chrono::seconds longest) {
  return longest;
}

const SysTime kMorning = at("2026-03-02T01:00:00Z");

Timetable nightly(std::chrono::seconds jitter = 0s) {
  return {schedule("30 2 * * *", jitter), kMorning, all_of_it};
}

TEST(Timetable, StartsAtTheFireAndOnlyOnce) {
  Timetable timetable = nightly();
  EXPECT_EQ(timetable.next_start(), at("2026-03-02T02:30:00Z"));
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:29:59Z"), Load::idle), Turn::wait);
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:30:00Z"), Load::idle), Turn::start);
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:30:00Z"), Load::idle), Turn::wait);
  EXPECT_EQ(timetable.next_start(), at("2026-03-03T02:30:00Z"));
  EXPECT_EQ(timetable.skipped(), 0);
}

TEST(Timetable, FollowsTheZone) {
  const Timetable timetable({Cron::parse("30 2 * * *").value(), Zone::locate("Europe/Madrid").value(), 0s}, kMorning,
                            all_of_it);
  EXPECT_EQ(timetable.next_start(), at("2026-03-02T01:30:00Z"));
}

TEST(Timetable, DelaysTheStartByTheJitter) {
  Timetable timetable = nightly(20min);
  EXPECT_EQ(timetable.next_start(), at("2026-03-02T02:50:00Z"));
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:30:00Z"), Load::idle), Turn::wait);
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:50:00Z"), Load::idle), Turn::start);
  EXPECT_EQ(timetable.next_start(), at("2026-03-03T02:50:00Z"));
}

TEST(Timetable, AsksForNoRandomnessWithoutJitter) {
  Timetable timetable(schedule("@hourly"), kMorning, nullptr);
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:00:00Z"), Load::idle), Turn::start);
}

TEST(Timetable, CountsTheFiresThatAJitterLongerThanTheirDistancePassesOver) {
  Timetable timetable(schedule("* * * * *", 5min), kMorning, all_of_it);
  EXPECT_EQ(timetable.turn(at("2026-03-02T01:06:00Z"), Load::idle), Turn::start);
  EXPECT_EQ(timetable.skipped(), 5);  // 01:02 to 01:06
}

TEST(Timetable, SkipsFiresWhileACycleRunsAndDoesNotMakeUpForThem) {
  Timetable timetable(schedule("* * * * *"), kMorning, all_of_it);
  EXPECT_EQ(timetable.turn(at("2026-03-02T01:01:00Z"), Load::idle), Turn::start);
  EXPECT_EQ(timetable.turn(at("2026-03-02T01:02:00Z"), Load::busy), Turn::wait);
  EXPECT_EQ(timetable.turn(at("2026-03-02T01:03:00Z"), Load::busy), Turn::wait);
  EXPECT_EQ(timetable.turn(at("2026-03-02T01:03:10Z"), Load::idle), Turn::wait);
  EXPECT_EQ(timetable.skipped(), 2);
  EXPECT_EQ(timetable.turn(at("2026-03-02T01:04:00Z"), Load::idle), Turn::start);
}

TEST(Timetable, StartsOnceForTheFiresThatASleepingMachinePassedOver) {
  Timetable timetable = nightly();
  EXPECT_EQ(timetable.turn(at("2026-03-05T09:00:00Z"), Load::idle), Turn::start);
  EXPECT_EQ(timetable.skipped(), 3);
  EXPECT_EQ(timetable.next_start(), at("2026-03-06T02:30:00Z"));
}

TEST(Timetable, DoesNotRepeatAStartWhenTheClockGoesBackALittle) {
  Timetable timetable = nightly();
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:30:00Z"), Load::idle), Turn::start);
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:20:00Z"), Load::idle), Turn::wait);
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:30:00Z"), Load::idle), Turn::wait);
  EXPECT_EQ(timetable.next_start(), at("2026-03-03T02:30:00Z"));
}

TEST(Timetable, KeepsADelayedStartWhenTheClockGoesBackALittle) {
  Timetable timetable = nightly(20min);
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:40:00Z"), Load::idle), Turn::wait);
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:39:00Z"), Load::idle), Turn::wait);
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:50:00Z"), Load::idle), Turn::start);
}

TEST(Timetable, CountsAnewFromAClockThatWasYearsAhead) {
  Timetable timetable = nightly();
  EXPECT_EQ(timetable.turn(at("2036-01-01T00:00:00Z"), Load::idle), Turn::start);
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:00:00Z"), Load::idle), Turn::wait);
  EXPECT_EQ(timetable.next_start(), at("2026-03-02T02:30:00Z"));
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:30:00Z"), Load::idle), Turn::start);
}

TEST(Timetable, CountsNoFurtherThanItsLimitWhenTheClockLeapsYears) {
  Timetable timetable(schedule("* * * * *"), kMorning, all_of_it);
  EXPECT_EQ(timetable.turn(at("2036-01-01T00:00:00Z"), Load::idle), Turn::start);
  EXPECT_EQ(timetable.skipped(), 1'999);
  EXPECT_EQ(timetable.next_start(), at("2036-01-01T00:01:00Z"));
}

TEST(Timetable, DoesNotStartForFiresOfANewScheduleThatLieInThePast) {
  Timetable timetable = nightly();
  timetable.replace(schedule("0 1 * * *"), at("2026-03-02T02:00:00Z"));
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:30:00Z"), Load::idle), Turn::wait);
  EXPECT_EQ(timetable.next_start(), at("2026-03-03T01:00:00Z"));
}

TEST(Timetable, KeepsAStartThatOnlyItsJitterDelaysWhenTheScheduleIsReplaced) {
  Timetable timetable = nightly(20min);
  timetable.replace(schedule("30 2 * * *", 20min), at("2026-03-02T02:40:00Z"));
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:50:00Z"), Load::idle), Turn::start);
}

TEST(Timetable, DoesNotRepeatAStartWhenItIsReplacedAfterTheClockWentBack) {
  Timetable timetable = nightly();
  EXPECT_EQ(timetable.turn(at("2026-03-02T02:30:00Z"), Load::idle), Turn::start);
  timetable.replace(schedule("30 2 * * *"), at("2026-03-02T02:20:00Z"));
  EXPECT_EQ(timetable.next_start(), at("2026-03-03T02:30:00Z"));
}

}  // namespace
}  // namespace retention::schedule
