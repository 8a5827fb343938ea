#include "daemon/registry/pace.h"

#include <gtest/gtest.h>

namespace retention::registry {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Instant kNow{seconds{1000}};
const Error kLimited{ErrorCode::rate_limited, "429"};

void answer(Pace& pace, std::size_t times) {
  for (std::size_t i = 0; i < times; ++i) pace.answered(pace.window());
}

TEST(Pace, GrowsByOneForEachFullWindowUpToItsMost) {
  Pace pace(PaceOptions{});
  EXPECT_EQ(pace.limit(), 8U);
  answer(pace, 7);
  EXPECT_EQ(pace.limit(), 8U);
  answer(pace, 1);
  EXPECT_EQ(pace.limit(), 9U);
  answer(pace, 9);
  EXPECT_EQ(pace.limit(), 10U);
  answer(pace, 10000);
  EXPECT_EQ(pace.limit(), 32U);
}

TEST(Pace, HalvesOnceForAWindowWithTroubleAndNeverBelowOne) {
  Pace pace(PaceOptions{});
  const auto window = pace.window();
  for (int i = 0; i < 8; ++i) pace.troubled(window, kLimited, {}, kNow);
  EXPECT_EQ(pace.limit(), 4U);
  EXPECT_FALSE(pace.given_up());
  pace.troubled(pace.window(), kLimited, {}, kNow);
  pace.troubled(pace.window(), kLimited, {}, kNow);
  EXPECT_EQ(pace.limit(), 1U);
  pace.troubled(pace.window(), kLimited, {}, kNow);
  EXPECT_EQ(pace.limit(), 1U);
}

TEST(Pace, CountsNoAnswersOfAnEarlierWindowTowardsGrowth) {
  Pace pace(PaceOptions{});
  const auto window = pace.window();
  pace.troubled(window, kLimited, {}, kNow);
  for (int i = 0; i < 100; ++i) pace.answered(window);
  EXPECT_EQ(pace.limit(), 4U);
}

TEST(Pace, WaitsAsLongAsItIsAsked) {
  Pace pace(PaceOptions{});
  pace.troubled(pace.window(), kLimited, seconds{40}, kNow);
  EXPECT_EQ(pace.paused_until(), kNow + seconds{40});
  pace.troubled(pace.window(), kLimited, seconds{5}, kNow);
  EXPECT_EQ(pace.paused_until(), kNow + seconds{40}) << "a wait never becomes shorter";
}

TEST(Pace, DoublesItsOwnWaitWhileTroubleLasts) {
  Pace pace(PaceOptions{.windows = 100});
  Instant now = kNow;
  for (const seconds wait : {seconds{1}, seconds{2}, seconds{4}, seconds{8}, seconds{16}, seconds{30}, seconds{30}}) {
    pace.troubled(pace.window(), kLimited, {}, now);
    EXPECT_EQ(pace.paused_until(), now + wait);
    now = pace.paused_until();
  }
  pace.answered(pace.window());
  pace.troubled(pace.window(), kLimited, {}, now);
  EXPECT_EQ(pace.paused_until(), now + seconds{1});
}

TEST(Pace, GivesUpAfterSixWindowsInARowUntilThereIsAnAnswer) {
  Pace pace(PaceOptions{});
  for (int i = 0; i < 5; ++i) pace.troubled(pace.window(), kLimited, {}, kNow);
  EXPECT_FALSE(pace.given_up());
  pace.troubled(pace.window(), kLimited, {}, kNow);
  EXPECT_EQ(pace.given_up(), kLimited);
  pace.answered(pace.window());
  EXPECT_FALSE(pace.given_up());
}

TEST(Pace, GivesUpAtOnceIfItIsAskedForTooLong) {
  Pace pace(PaceOptions{});
  pace.troubled(pace.window(), kLimited, seconds{900}, kNow);
  EXPECT_FALSE(pace.given_up());
  pace.troubled(pace.window(), kLimited, seconds{901}, kNow);
  EXPECT_EQ(pace.given_up(), kLimited);
}

}  // namespace
}  // namespace retention::registry
