#include "daemon/schedule/loop.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <semaphore>
#include <string_view>

#include "policy/base/time.h"
#include "tests/daemon/schedule/manual_clock.h"

namespace retention::schedule {
namespace {

using namespace std::chrono_literals;

const SysTime kStart = parse_rfc3339("2026-03-02T02:00:30Z").value();

Schedule schedule(std::string_view cron) {
  return {Cron::parse(cron).value(), Zone{}, 0s};
}

// A loop over a clock that the test moves, with cycles that last until the test lets them end.
class LoopTest : public testing::Test {
 protected:
  void start(std::string_view cron) {
    LoopCalls calls{.cycle =
                        [this](const std::stop_token& stop) {
                          const std::stop_callback let_go(stop, [this] { finish_.release(); });
                          ++cycles_;
                          started_.release();
                          finish_.acquire();
                          was_asked_to_stop_ = stop.stop_requested();
                        },
                    .turned = [this](const ScheduleState&) { ++turns_; },
                    .work =
                        [this](const std::stop_token&) {
                          ++works_;
                          working_.release();
                          finish_.acquire();
                        }};
    loop_ = std::make_unique<Loop>(schedule(cron), clock_, nullptr, std::move(calls));
    settle();
  }

  // Waits until the loop sleeps again.
  void settle() { sleeps_ = clock_.wait_for_sleep_after(sleeps_); }

  // Moves the clock in steps short enough for the loop to turn after each.
  void advance(std::chrono::seconds by) {
    for (; by > 0s; by -= Loop::kLongestSleep) {
      clock_.set(clock_.now() + std::min<std::chrono::seconds>(by, Loop::kLongestSleep));
      settle();
    }
  }

  test::ManualClock clock_{kStart};
  int sleeps_{0};
  std::atomic<int> cycles_{0};
  std::atomic<int> turns_{0};
  std::atomic<int> works_{0};
  std::atomic<bool> was_asked_to_stop_{false};
  std::counting_semaphore<> started_{0};
  std::counting_semaphore<> working_{0};
  std::counting_semaphore<> finish_{0};
  std::unique_ptr<Loop> loop_;  // destroyed first
};

TEST_F(LoopTest, RunsACycleAtTheFire) {
  start("1 2 * * *");
  EXPECT_EQ(loop_->state().next_start, kStart + 30s);
  EXPECT_FALSE(loop_->state().running_since);
  advance(30s);
  started_.acquire();
  EXPECT_EQ(loop_->state().running_since, kStart + 30s);
  finish_.release();
  settle();  // the end of a cycle turns the loop
  EXPECT_FALSE(loop_->state().running_since);
  EXPECT_FALSE(was_asked_to_stop_);
}

TEST_F(LoopTest, ShowsThatItIsAliveWhileNothingIsDue) {
  start("0 5 * * *");
  const int before = turns_;
  advance(60s);
  EXPECT_EQ(turns_ - before, 4);
  EXPECT_EQ(loop_->state().last_turn, kStart + 60s);
}

TEST_F(LoopTest, ShowsThatItIsAliveWhileACycleRuns) {
  start("1 2 * * *");
  advance(30s);
  started_.acquire();
  advance(10min);
  EXPECT_EQ(loop_->state().last_turn, kStart + 30s + 10min);
  EXPECT_EQ(loop_->state().running_since, kStart + 30s);
}

TEST_F(LoopTest, SkipsAndCountsTheFiresWhileACycleRuns) {
  start("* * * * *");
  advance(30s);
  started_.acquire();
  advance(2min);
  EXPECT_EQ(loop_->state().skipped, 2);
  EXPECT_EQ(cycles_, 1);
  finish_.release();
  settle();
  EXPECT_EQ(cycles_, 1);
  advance(60s);
  started_.acquire();
  EXPECT_EQ(cycles_, 2);
  EXPECT_EQ(loop_->state().skipped, 2);
}

TEST_F(LoopTest, StopsARunningCycle) {
  start("1 2 * * *");
  advance(30s);
  started_.acquire();
  loop_->request_stop();
  loop_.reset();
  EXPECT_TRUE(was_asked_to_stop_);
}

TEST_F(LoopTest, StopsWhileItSleeps) {
  start("0 5 * * *");
  loop_.reset();
  EXPECT_EQ(cycles_, 0);
}

TEST_F(LoopTest, TurnsWhenItIsWoken) {
  start("0 5 * * *");
  const int before = turns_;
  loop_->wake();
  settle();
  EXPECT_EQ(turns_ - before, 1);
}

TEST_F(LoopTest, DoesWorkAtOnceIfNothingRuns) {
  start("0 5 * * *");
  loop_->work();
  working_.acquire();
  settle();
  finish_.release();
  settle();
  EXPECT_EQ(works_, 1);
  EXPECT_EQ(cycles_, 0);
}

TEST_F(LoopTest, DoesWorkOnlyWhenTheRunningCycleHasEnded) {
  start("1 2 * * *");
  advance(30s);
  started_.acquire();
  loop_->work();
  settle();
  EXPECT_EQ(works_, 0);
  finish_.release();
  working_.acquire();
  EXPECT_EQ(works_, 1);
  finish_.release();
}

TEST_F(LoopTest, StartsACycleThatFellDueDuringWorkOnceTheWorkIsDone) {
  start("1 2 * * *");
  loop_->work();
  working_.acquire();
  settle();
  advance(60s);
  EXPECT_EQ(cycles_, 0);
  EXPECT_EQ(loop_->state().skipped, 0);
  finish_.release();
  started_.acquire();
  EXPECT_EQ(cycles_, 1);
  finish_.release();
}

TEST_F(LoopTest, GoesByANewScheduleAtOnce) {
  start("0 5 * * *");
  loop_->replace(schedule("1 2 * * *"));
  settle();
  EXPECT_EQ(loop_->state().next_start, kStart + 30s);
  advance(30s);
  started_.acquire();
  EXPECT_EQ(cycles_, 1);
}

TEST_F(LoopTest, NoticesAClockThatIsSetBack) {
  start("0 5 * * *");
  clock_.set(kStart - 24h);
  loop_->wake();  // as the end of its short sleep would
  settle();
  EXPECT_EQ(loop_->state().next_start, parse_rfc3339("2026-03-01T05:00:00Z"));
}

}  // namespace
}  // namespace retention::schedule
