#include "policy/rules/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "policy/evaluate.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/plan_view.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using testing::ElementsAre;
using testing::IsEmpty;

SysTime at(const char* time) {
  return parse_rfc3339(time).value();
}

// An npm package whose versions were created at these times, numbered from 1 in the order given.
test::InventoryBuilder created(const std::vector<const char*>& times) {
  test::InventoryBuilder builder(PackageType::npm);
  std::int64_t id = 0;
  for (const char* time : times) {
    ++id;
    builder.add({VersionId{id}, "1.0." + std::to_string(id), at(time), at(time), std::vector<std::string>{}});
  }
  return builder;
}

// What a calendar keeps when a delete rule wants everything.
std::vector<std::int64_t> kept(const test::InventoryBuilder& builder, const Calendar& counts,
                               const char* zone = "UTC") {
  const auto rules = test::RuleSetBuilder()
                         .zone(Zone::locate(zone).value())
                         .policy("p")
                         .keep("calendar", {}, test::calendar(counts))
                         .remove("all", {test::everything()});
  return test::kept(evaluate(builder.build(), {}, rules.build(), {}, test::kNow));
}

std::vector<Reason> reasons(const test::InventoryBuilder& builder, const Calendar& counts, std::int64_t id) {
  const auto rules = test::RuleSetBuilder().policy("p").keep("calendar", {}, test::calendar(counts));
  return test::decision_of(evaluate(builder.build(), {}, rules.build(), {}, test::kNow), id).reasons;
}

Reason picked(ReasonCode code, Bucket bucket, std::int64_t number) {
  return {Layer::keep, code, 0, static_cast<std::int64_t>(bucket), number};
}

TEST(Calendar, KeepsTheNewestOfEachDayThatHasAny) {
  const auto builder = created({"2026-03-01T01:00:00Z", "2026-03-01T23:00:00Z", "2026-02-27T10:00:00Z",
                                "2026-02-27T09:00:00Z", "2026-02-01T00:00:00Z"});
  EXPECT_THAT(kept(builder, {2, 0, 0, 0}), ElementsAre(2, 3));
  EXPECT_THAT(kept(builder, {3, 0, 0, 0}), ElementsAre(2, 3, 5));
}

TEST(Calendar, KeepsTheOldestWhileABucketIsNotUsedUp) {
  const auto builder = created({"2026-03-01T23:00:00Z", "2026-03-01T12:00:00Z", "2026-03-01T01:00:00Z"});
  EXPECT_THAT(kept(builder, {1, 0, 0, 0}), ElementsAre(1)) << "one day was asked for, and there is one";
  EXPECT_THAT(kept(builder, {2, 0, 0, 0}), ElementsAre(1, 3));
  EXPECT_THAT(reasons(builder, {2, 0, 0, 0}, 3), ElementsAre(picked(ReasonCode::kept_as_oldest, Bucket::daily, 0)));
}

TEST(Calendar, SaysWhichBucketsKeepAVersion) {
  const auto builder = created({"2026-03-01T23:00:00Z", "2026-02-28T12:00:00Z"});
  EXPECT_THAT(reasons(builder, {1, 1, 0, 0}, 1), ElementsAre(picked(ReasonCode::kept_by_calendar, Bucket::daily, 1),
                                                             picked(ReasonCode::kept_by_calendar, Bucket::weekly, 1)));
  EXPECT_THAT(reasons(builder, {1, 0, 2, 0}, 2), ElementsAre(picked(ReasonCode::kept_by_calendar, Bucket::monthly, 2)));
  EXPECT_THAT(reasons(builder, {1, 0, 0, 0}, 2), ElementsAre(Reason{Layer::fallback, ReasonCode::nothing_spoke},
                                                             Reason{Layer::keep, ReasonCode::beyond_calendar, 0}));
}

TEST(Calendar, CountsWeeksFromMondayAcrossTheYear) {
  // Week 1 of 2026 is 29 December to 4 January.
  const auto builder =
      created({"2026-01-05T00:00:00Z", "2026-01-04T23:59:59Z", "2025-12-29T00:00:00Z", "2025-12-28T23:59:59Z"});
  EXPECT_THAT(kept(builder, {0, 2, 0, 0}), ElementsAre(1, 2));
  EXPECT_THAT(kept(builder, {0, 3, 0, 0}), ElementsAre(1, 2, 4));
}

TEST(Calendar, KnowsLeapDays) {
  const auto builder = created({"2024-03-01T00:00:00Z", "2024-02-29T23:59:59Z", "2024-02-29T00:00:00Z",
                                "2024-02-28T23:59:59Z", "2023-12-31T00:00:00Z", "2023-06-01T00:00:00Z"});
  EXPECT_THAT(kept(builder, {3, 0, 0, 0}), ElementsAre(1, 2, 4));
  EXPECT_THAT(kept(builder, {0, 0, 2, 0}), ElementsAre(1, 2));
  EXPECT_THAT(kept(builder, {0, 0, 0, 2}), ElementsAre(1, 5));
}

TEST(Calendar, CutsDaysInItsZoneAcrossClockChanges) {
  // In Madrid 30 March 2025 has 23 hours and 26 October 2025 has 25.
  const auto spring =
      created({"2025-03-30T22:00:00Z", "2025-03-30T21:59:59Z", "2025-03-29T23:00:00Z", "2025-03-29T22:59:59Z"});
  EXPECT_THAT(kept(spring, {3, 0, 0, 0}, "Europe/Madrid"), ElementsAre(1, 2, 4));
  const auto autumn =
      created({"2025-10-26T23:00:00Z", "2025-10-26T22:59:59Z", "2025-10-25T22:00:00Z", "2025-10-25T21:59:59Z"});
  EXPECT_THAT(kept(autumn, {3, 0, 0, 0}, "Europe/Madrid"), ElementsAre(1, 2, 4));
  EXPECT_THAT(kept(autumn, {3, 0, 0, 0}, "UTC"), ElementsAre(1, 3, 4)) << "two days there, and 4 as the oldest";
}

TEST(Calendar, CountsTaggedAndUntaggedTogether) {
  const auto builder = test::inventory(PackageType::docker)
                           .version(3, days(1))
                           .version(2, days(1) + std::chrono::seconds(1), {"a"})
                           .version(1, days(40), {"b"});
  EXPECT_THAT(kept(builder, {0, 0, 1, 0}), ElementsAre(2, 3)) << "3 by the calendar, 2 as the newest tagged one";
}

TEST(Calendar, BesideNewestEitherKeeps) {
  Measure measure = test::calendar({0, 0, 0, 1});
  measure.newest = 2;
  const auto builder = created({"2026-03-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z"});
  const auto rules = test::RuleSetBuilder().policy("p").keep("both", {}, measure).remove("all", {test::everything()});
  const Plan plan = evaluate(builder.build(), {}, rules.build(), {}, test::kNow);
  EXPECT_THAT(test::kept(plan), ElementsAre(1, 2));
  EXPECT_THAT(test::codes_of(plan, 1),
              ElementsAre(ReasonCode::kept_by_calendar, ReasonCode::kept_by_newest, ReasonCode::matched));
  EXPECT_THAT(test::codes_of(plan, 3),
              ElementsAre(ReasonCode::matched, ReasonCode::beyond_newest, ReasonCode::beyond_calendar));
}

TEST(Calendar, GivesNoBucketToTheFutureAndTheUnknown) {
  test::InventoryBuilder builder = created({"2026-03-01T00:00:00Z", "2026-02-01T00:00:00Z"});
  builder.named(9, -days(1), "9.9.9");
  builder.add({VersionId{8}, "8.8.8", std::nullopt, std::nullopt, std::vector<std::string>{}});
  EXPECT_THAT(kept(builder, {1, 0, 0, 0}), ElementsAre(1, 8, 9)) << "8 and 9 by the guard alone";
}

}  // namespace
}  // namespace retention
