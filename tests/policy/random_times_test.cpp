// That random cases lie on the boundaries of time: ages that are just the limit, and days that are unlike others.
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "tests/policy/reference/civil.h"
#include "tests/policy/reference/random_case.h"

namespace retention {
namespace {

using reference::Case;
using std::chrono::seconds;

constexpr std::uint64_t kCases = 5000;
constexpr int kLeast = 10;

using Counts = std::map<std::string, int>;

// Counts times that are an instant, or a second before or after it.
void count_around(Counts& seen, const std::string& what, SysTime limit, std::optional<SysTime> time) {
  if (!time) return;
  if (*time == limit) ++seen[what + " exactly"];
  if (*time == limit - seconds(1)) ++seen[what + " just before"];
  if (*time == limit + seconds(1)) ++seen[what + " just after"];
}

void count_limits(Counts& seen, const Case& question, const PackageVersion& version) {
  const auto ago = [&](const Duration& age) {
    return reference::before(question.now, age, question.rules.zone.name());
  };
  count_around(seen, "now", question.now, version.created_at);
  for (const Policy& policy : question.rules.policies) {
    count_around(seen, "min_age", ago(policy.min_age), version.created_at);
  }
  for (const Rule& rule : question.rules.rules) {
    for (const Condition& condition : rule.conditions) {
      const auto* const older = std::get_if<OlderThanCondition>(&condition);
      const auto* const younger = std::get_if<YoungerThanCondition>(&condition);
      const auto* const idle = std::get_if<IdleForCondition>(&condition);
      if (older != nullptr) count_around(seen, "older_than", ago(older->age), version.created_at);
      if (younger != nullptr) count_around(seen, "younger_than", ago(younger->age), version.created_at);
      if (idle != nullptr) count_around(seen, "idle_for", ago(idle->idle), version.updated_at);
    }
  }
}

TEST(RandomTimes, LieOnTheLimitsOfRulesAndBesideThem) {
  Counts seen;
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    const Case question = reference::random_case(seed);
    for (const PackageVersion& version : question.inventory.versions) count_limits(seen, question, version);
  }
  for (const std::string what : {"now", "min_age", "older_than", "younger_than", "idle_for"}) {
    for (const std::string where : {" exactly", " just before", " just after"}) {
      EXPECT_GE(seen[what + where], kLeast) << what << where;
    }
  }
}

// The year that a day's ISO week counts to: that of its Thursday.
std::chrono::year iso_year_of(std::chrono::local_days day) {
  const auto monday = day - (std::chrono::weekday(day) - std::chrono::Monday);
  return std::chrono::year_month_day(monday + std::chrono::days(3)).year();
}

void count_day(Counts& seen, SysTime time, const std::string& zone) {
  const auto civil = reference::civil_time(time, zone);
  const auto day = std::chrono::floor<std::chrono::days>(civil);
  const std::chrono::year_month_day date(day);
  if (date.month() == std::chrono::February && date.day() == std::chrono::day(29)) ++seen["leap day"];
  if (iso_year_of(day) > date.year()) ++seen["week of the next year"];
  if (iso_year_of(day) < date.year()) ++seen["week of the last year"];
  const seconds later = reference::civil_time(time + std::chrono::hours(1), zone) - civil;
  if (later == seconds(0)) ++seen["hour that comes twice"];
  if (later == std::chrono::hours(2)) ++seen["hour before a gap"];
}

TEST(RandomTimes, FallOnUnusualDays) {
  Counts created;
  Counts now;
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    const Case question = reference::random_case(seed);
    count_day(now, question.now, question.rules.zone.name());
    for (const PackageVersion& version : question.inventory.versions) {
      if (version.created_at) count_day(created, *version.created_at, question.rules.zone.name());
    }
  }
  for (const char* const what :
       {"leap day", "week of the next year", "week of the last year", "hour that comes twice", "hour before a gap"}) {
    EXPECT_GE(created[what], kLeast) << what;
  }
  EXPECT_GE(now["leap day"], kLeast);
  EXPECT_GE(now["hour that comes twice"], kLeast);
  EXPECT_GE(now["hour before a gap"], kLeast);
}

}  // namespace
}  // namespace retention
