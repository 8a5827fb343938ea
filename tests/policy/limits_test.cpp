#include "policy/limits.h"

#include <gtest/gtest.h>

#include <limits>

namespace retention {
namespace {

Limits versions(std::int64_t count) {
  return {count, std::nullopt, std::nullopt};
}
Limits percent(std::int64_t share) {
  return {std::nullopt, share, std::nullopt};
}

TEST(BreachOf, IsNoneWithoutLimits) {
  EXPECT_EQ(breach_of({}, 1'000'000, 1'000'000), LimitBreach::none);
}

TEST(BreachOf, ComparesVersions) {
  EXPECT_EQ(breach_of(versions(500), 500, 600), LimitBreach::none);
  EXPECT_EQ(breach_of(versions(500), 501, 600), LimitBreach::versions);
  EXPECT_EQ(breach_of(versions(0), 1, 600), LimitBreach::versions);
  EXPECT_EQ(breach_of(versions(0), 0, 600), LimitBreach::none);
}

TEST(BreachOf, ComparesTheShareRoundedUp) {
  EXPECT_EQ(breach_of(percent(25), 25, 100), LimitBreach::none);
  EXPECT_EQ(breach_of(percent(25), 26, 100), LimitBreach::percent);
  EXPECT_EQ(breach_of(percent(25), 26, 101), LimitBreach::none) << "25.25 rounds up to 26";
  EXPECT_EQ(breach_of(percent(25), 27, 101), LimitBreach::percent);
  EXPECT_EQ(breach_of(percent(100), 50, 50), LimitBreach::none);
  EXPECT_EQ(breach_of(percent(0), 11, 50), LimitBreach::percent);
}

TEST(BreachOf, LetsTenGoWhateverTheShare) {
  EXPECT_EQ(breach_of(percent(25), 10, 11), LimitBreach::none);
  EXPECT_EQ(breach_of(percent(25), 11, 12), LimitBreach::percent);
}

TEST(BreachOf, NamesVersionsFirst) {
  EXPECT_EQ(breach_of({5, 1, std::nullopt}, 20, 20), LimitBreach::versions);
}

TEST(BreachOf, IgnoresTheLimitOfTheCycle) {
  EXPECT_EQ(breach_of({std::nullopt, std::nullopt, 1}, 20, 20), LimitBreach::none);
}

TEST(BreachOf, DoesNotOverflow) {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(breach_of(percent(100), most, most), LimitBreach::none);
  EXPECT_EQ(breach_of(percent(99), most, most), LimitBreach::percent);
}

TEST(BreachesCycle, ComparesWithTheLimitIfThereIsOne) {
  EXPECT_FALSE(breaches_cycle(std::nullopt, 1'000'000));
  EXPECT_FALSE(breaches_cycle(5000, 5000));
  EXPECT_TRUE(breaches_cycle(5000, 5001));
}

}  // namespace
}  // namespace retention
