// What a gate leaves to the one of the next process.
#include <gtest/gtest.h>

#include <vector>

#include "daemon/http/gate.h"
#include "tests/support/fake_clock.h"
#include "tests/support/recording_sink.h"

namespace retention::http {
namespace {

using namespace std::chrono_literals;
using Answer = Permit::Answer::Kind;

constexpr SysTime kStart{1772418600s};

class GateMemory : public ::testing::Test {
 protected:
  GateMemory() {
    gate_.on_wait([this](const RateState& state) { noted_.push_back(state); });
  }

  // How long the next process waits before its first read.
  std::chrono::milliseconds wait_after(const RateState& state) {
    test::FakeClock clock(clock_.now());
    Gate next(GateOptions{}, clock, events_);
    next.recall(state);
    EXPECT_EQ(next.await_read({}).kind, Answer::granted);
    return clock.total_slept();
  }

  test::FakeClock clock_;
  test::RecordingSink events_;
  std::vector<RateState> noted_;
  Gate gate_{GateOptions{}, clock_, events_};
};

TEST_F(GateMemory, NotesAPenaltyWhenItBegins) {
  gate_.observe({200, {{"x-ratelimit-limit", "5000"}, {"x-ratelimit-remaining", "4000"}}, ""});
  EXPECT_TRUE(noted_.empty()) << "most replies are no reason to write";
  gate_.observe({403, {{"retry-after", "90"}}, ""});
  ASSERT_EQ(noted_.size(), 1U);
  EXPECT_EQ(noted_.at(0), (RateState{5000, 4000, std::nullopt, kStart + 90s, kStart}));
  EXPECT_EQ(gate_.to_note(), noted_.at(0));
}

TEST_F(GateMemory, NotesAgainOnlyWhatBecameLonger) {
  gate_.observe({403, {{"retry-after", "90"}}, ""});
  gate_.observe({403, {{"retry-after", "60"}}, ""});
  gate_.observe({403, {{"retry-after", "0"}}, ""});
  EXPECT_EQ(noted_.size(), 1U);
  gate_.observe({403, {{"retry-after", "120"}}, ""});
  ASSERT_EQ(noted_.size(), 2U);
  EXPECT_EQ(noted_.at(1).penalty_until, kStart + 120s);
}

TEST_F(GateMemory, NotesNothingForAWaitOfNoLength) {
  gate_.observe({403, {{"retry-after", "0"}}, ""});
  EXPECT_TRUE(noted_.empty());
  EXPECT_EQ(gate_.to_note(), std::nullopt);
}

TEST_F(GateMemory, NotesThatTheBudgetIsUsedUpWhateverAnotherTokenHasLeft) {
  const auto reset = std::to_string((kStart + 600s).time_since_epoch() / 1s);
  gate_.observe({200, {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", reset}}, ""});
  ASSERT_EQ(noted_.size(), 1U);
  EXPECT_EQ(noted_.at(0), (RateState{std::nullopt, 0, kStart + 602s, std::nullopt, kStart}));
  gate_.observe({200, {{"x-ratelimit-remaining", "77"}, {"x-ratelimit-reset", reset}}, ""});
  EXPECT_EQ(gate_.to_note(), noted_.at(0));
}

TEST_F(GateMemory, HasNothingToNoteOnceTheWaitIsOver) {
  gate_.observe({403, {{"retry-after", "90"}}, ""});
  clock_.advance(90s);
  EXPECT_EQ(gate_.to_note(), std::nullopt);
}

TEST_F(GateMemory, NotesTheDistanceOfMutations) {
  EXPECT_EQ(gate_.await({}).kind, Answer::granted);
  EXPECT_EQ(gate_.to_note().value().next_mutation_at, kStart + 1s);
  EXPECT_TRUE(noted_.empty()) << "not for each";
  clock_.advance(1s);
  EXPECT_EQ(gate_.to_note(), std::nullopt);
}

TEST_F(GateMemory, WaitsForAPenaltyOfAnEarlierProcessAndTellsIt) {
  EXPECT_EQ(wait_after({.penalty_until = kStart + 90s, .next_mutation_at = kStart}), 90s);
  EXPECT_EQ(events_.of<Waiting>().size(), 1U);
  EXPECT_EQ(events_.of<Waiting>().at(0).until, kStart + 90s);
  EXPECT_EQ(events_.of<Waiting>().at(0).why, "GitHub asks to wait");
}

TEST_F(GateMemory, WaitsForTheResetOfABudgetThatWasUsedUp) {
  EXPECT_EQ(wait_after({.remaining = 0, .reset_at = kStart + 600s}), 600s);
  EXPECT_EQ(events_.of<Waiting>().at(0).why, "the hourly budget of the token is used up");
  EXPECT_EQ(wait_after({.remaining = 1, .reset_at = kStart + 600s}), 0s);
}

TEST_F(GateMemory, KeepsTheDistanceToAMutationOfAnEarlierProcess) {
  Gate next(GateOptions{.mutation_gap = 20s}, clock_, events_);
  next.recall({.next_mutation_at = kStart + 15s});
  EXPECT_EQ(next.await_read({}).kind, Answer::granted);
  EXPECT_EQ(clock_.total_slept(), 0s);
  EXPECT_EQ(next.await({}).kind, Answer::granted);
  EXPECT_EQ(clock_.total_slept(), 15s);
  EXPECT_EQ(events_.of<Waiting>().at(0).why, "calls that change something keep their distance");
}

TEST_F(GateMemory, KeepsNoLongerDistanceThanIsAskedForNow) {
  gate_.recall({.next_mutation_at = kStart + 60s});
  EXPECT_EQ(gate_.next_mutation() - clock_.now(), 1s);
}

TEST_F(GateMemory, IgnoresTimesThatAreOverOrAbsurd) {
  EXPECT_EQ(wait_after({.penalty_until = kStart}), 0s);
  EXPECT_EQ(wait_after({.remaining = 0, .reset_at = kStart - 1s}), 0s);
  const SysTime absurd = kStart + 7201s;
  EXPECT_EQ(wait_after({.remaining = 0, .reset_at = absurd, .penalty_until = absurd}), 0s);
  EXPECT_EQ(wait_after({.penalty_until = SysTime::max()}), 0s);
  EXPECT_EQ(wait_after({.penalty_until = kStart + 90s, .next_mutation_at = SysTime::max()}), 0s);
  EXPECT_EQ(wait_after({.penalty_until = SysTime::min(), .next_mutation_at = SysTime::min()}), 0s);
}

TEST_F(GateMemory, IgnoresWhatWasNotedLaterThanNow) {
  gate_.observe({403, {{"retry-after", "90"}}, ""});
  clock_.set(Instant{kStart - 30min});
  EXPECT_EQ(wait_after(noted_.at(0)), 0s) << "the clock was set back by half an hour";
}

TEST_F(GateMemory, RefusesWhatIsLongerThanIsAllowed) {
  gate_.recall({.penalty_until = kStart + 7000s});
  const auto answer = gate_.await_read({});
  EXPECT_EQ(answer.kind, Answer::rate_limited);
  EXPECT_EQ(answer.retry_at, kStart + 7000s);
}

TEST_F(GateMemory, AStopEndsTheWait) {
  std::stop_source stop;
  stop.request_stop();
  gate_.recall({.penalty_until = kStart + 90s});
  EXPECT_EQ(gate_.await_read(stop.get_token()).kind, Answer::stopping);
}

}  // namespace
}  // namespace retention::http
