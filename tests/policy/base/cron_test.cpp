#include "policy/base/cron.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace retention {
namespace {

using testing::HasSubstr;

SysTime utc(std::string_view text) {
  return parse_rfc3339(text).value();
}

struct Known {
  const char* schedule;
  const char* zone;
  const char* after;
  std::vector<const char*> fires;
};

class CronAnswers : public testing::TestWithParam<Known> {};

// The answers agree with those of croner 9 and, where both can say the schedule, of systemd-analyze.
TEST_P(CronAnswers, AreKnown) {
  const Known& known = GetParam();
  const Cron cron = Cron::parse(known.schedule).value();
  const Zone zone = Zone::locate(known.zone).value();
  SysTime time = utc(known.after);
  for (const char* expected : known.fires) {
    time = cron.next(time, zone);
    EXPECT_EQ(format_rfc3339(time), expected) << known.schedule << " in " << known.zone;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, CronAnswers,
    testing::Values(
        Known{"*/15 * * * *", "UTC", "2026-03-02T02:30:00Z", {"2026-03-02T02:45:00Z", "2026-03-02T03:00:00Z"}},
        Known{"30 2 * * *", "Europe/Madrid", "2026-03-02T02:30:00Z", {"2026-03-03T01:30:00Z", "2026-03-04T01:30:00Z"}},
        Known{"0 9-17/2 * * mon-fri",
              "America/New_York",
              "2026-03-06T23:00:00Z",
              {"2026-03-09T13:00:00Z", "2026-03-09T15:00:00Z", "2026-03-09T17:00:00Z", "2026-03-09T19:00:00Z",
               "2026-03-09T21:00:00Z", "2026-03-10T13:00:00Z"}},
        Known{"0 0 29 2 *", "UTC", "2026-03-02T02:30:00Z", {"2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"}},
        Known{"0 0 13 * fri",
              "UTC",
              "2026-03-02T02:30:00Z",
              {"2026-03-06T00:00:00Z", "2026-03-13T00:00:00Z", "2026-03-20T00:00:00Z"}},
        Known{"5,10 4 1,15 jan,jul *",
              "Asia/Tokyo",
              "2026-03-02T02:30:00Z",
              {"2026-06-30T19:05:00Z", "2026-06-30T19:10:00Z", "2026-07-14T19:05:00Z"}},
        Known{"0 12 * * 7", "UTC", "2026-03-02T02:30:00Z", {"2026-03-08T12:00:00Z", "2026-03-15T12:00:00Z"}},
        Known{"59 23 31 12 *", "Pacific/Auckland", "2026-03-02T02:30:00Z", {"2026-12-31T10:59:00Z"}},
        Known{"0 0 */10 * *",
              "UTC",
              "2026-03-02T02:30:00Z",
              {"2026-03-11T00:00:00Z", "2026-03-21T00:00:00Z", "2026-03-31T00:00:00Z", "2026-04-01T00:00:00Z"}},
        Known{"0 22 * * 1-5", "Asia/Kolkata", "2026-03-02T02:30:00Z", {"2026-03-02T16:30:00Z"}},
        Known{"20/20 0 * * *", "UTC", "2026-03-02T02:30:00Z", {"2026-03-03T00:20:00Z", "2026-03-03T00:40:00Z"}},
        Known{"0 0 * * fri-sun",
              "UTC",
              "2026-03-02T02:30:00Z",
              {"2026-03-06T00:00:00Z", "2026-03-07T00:00:00Z", "2026-03-08T00:00:00Z", "2026-03-13T00:00:00Z"}}));

INSTANTIATE_TEST_SUITE_P(
    ClockChanges, CronAnswers,
    testing::Values(
        // 02:30 does not exist on 29 March: it fires as the gap ends.
        Known{"30 2 * * *", "Europe/Madrid", "2026-03-28T12:00:00Z", {"2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"}},
        // 02:30 comes twice on 25 October: it fires at the first.
        Known{"30 2 * * *", "Europe/Madrid", "2026-10-24T12:00:00Z", {"2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"}},
        // Asked within the second 02:00 to 03:00, nothing is left of that day.
        Known{"30 2 * * *", "Europe/Madrid", "2026-10-25T01:10:00Z", {"2026-10-26T01:30:00Z"}},
        // Several skipped times fire once together.
        Known{"0,20,40 2 * * *",
              "Europe/Madrid",
              "2026-03-28T23:00:00Z",
              {"2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z"}},
        // A change of half an hour.
        Known{"30 1 * * *",
              "Australia/Lord_Howe",
              "2026-04-03T00:00:00Z",
              {"2026-04-03T14:30:00Z", "2026-04-04T14:30:00Z", "2026-04-05T15:00:00Z"}},
        Known{"15 2 * * *",
              "Australia/Lord_Howe",
              "2026-10-02T00:00:00Z",
              {"2026-10-02T15:45:00Z", "2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"}}));

TEST(Cron, IsStrictlyAfter) {
  const Cron cron = Cron::parse("30 2 * * *").value();
  EXPECT_EQ(cron.next(utc("2026-03-02T02:29:59Z"), Zone()), utc("2026-03-02T02:30:00Z"));
  EXPECT_EQ(cron.next(utc("2026-03-02T02:30:00Z"), Zone()), utc("2026-03-03T02:30:00Z"));
  EXPECT_EQ(cron.next(utc("2026-03-02T02:30:01Z"), Zone()), utc("2026-03-03T02:30:00Z"));
}

TEST(Cron, KnowsTheMacros) {
  const SysTime now = utc("2026-03-02T02:30:00Z");
  const auto next = [&](const char* text) { return format_rfc3339(Cron::parse(text).value().next(now, Zone())); };
  EXPECT_EQ(next("@hourly"), "2026-03-02T03:00:00Z");
  EXPECT_EQ(next("@daily"), "2026-03-03T00:00:00Z");
  EXPECT_EQ(next("@weekly"), "2026-03-08T00:00:00Z");
  EXPECT_EQ(next("@monthly"), "2026-04-01T00:00:00Z");
  EXPECT_EQ(next("@YEARLY"), "2027-01-01T00:00:00Z");
}

// As in cron, a field that begins with `*` restricts nothing by itself, so the other day field must fit too.
TEST(Cron, AsksForBothDayFieldsIfOneBeginsWithAStar) {
  const Cron cron = Cron::parse("0 0 */2 * mon").value();
  EXPECT_EQ(format_rfc3339(cron.next(utc("2026-03-02T02:30:00Z"), Zone())), "2026-03-09T00:00:00Z");
  EXPECT_EQ(format_rfc3339(cron.next(utc("2026-03-09T02:30:00Z"), Zone())), "2026-03-23T00:00:00Z");
}

TEST(Cron, FindsADayThatIsRare) {
  const Cron cron = Cron::parse("0 0 29 2 */7").value();
  EXPECT_EQ(format_rfc3339(cron.next(utc("2076-01-01T00:00:00Z"), Zone())), "2088-02-29T00:00:00Z");
}

TEST(Cron, NamesTheFieldThatIsWrong) {
  const auto error_of = [](const char* text) {
    const auto parsed = Cron::parse(text);
    return parsed ? std::string("accepted") : parsed.error().message;
  };
  EXPECT_THAT(error_of(""), HasSubstr("five fields"));
  EXPECT_THAT(error_of("30 2 * *"), HasSubstr("five fields"));
  EXPECT_THAT(error_of("0 30 2 * * *"), HasSubstr("five fields"));
  EXPECT_THAT(error_of("@reboot"), HasSubstr("five fields"));
  EXPECT_THAT(error_of("60 2 * * *"), HasSubstr("minute \"60\""));
  EXPECT_THAT(error_of("0 24 * * *"), HasSubstr("hour \"24\""));
  EXPECT_THAT(error_of("0 0 0 * *"), HasSubstr("day of month \"0\""));
  EXPECT_THAT(error_of("0 0 * 13 *"), HasSubstr("month \"13\""));
  EXPECT_THAT(error_of("0 0 * * 8"), HasSubstr("day of week \"8\""));
  EXPECT_THAT(error_of("0 0 * * monday"), HasSubstr("day of week \"monday\""));
  for (const char* text : {"*/0 * * * *", "*/60 * * * *", "5-1 * * * *", "1,,2 * * * *", "-1 * * * *", "1- * * * *",
                           "a * * * *", "1/ * * * *", "+1 * * * *", "1.5 * * * *", "*/4294967295 * * * *"}) {
    EXPECT_THAT(error_of(text), HasSubstr("minute")) << text;
  }
}

TEST(Cron, RefusesADateThatNeverComes) {
  EXPECT_THAT(Cron::parse("0 0 31 2 *").error().message, HasSubstr("never comes"));
  EXPECT_THAT(Cron::parse("0 0 31 4,6,9,11 *").error().message, HasSubstr("never comes"));
  EXPECT_TRUE(Cron::parse("0 0 31 2 mon")) << "either day field suffices";
}

}  // namespace
}  // namespace retention
