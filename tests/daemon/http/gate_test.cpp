#include "daemon/http/gate.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/recording_sink.h"

namespace retention::http {
namespace {

using namespace std::chrono_literals;
using Answer = Permit::Answer::Kind;

class GateTest : public ::testing::Test {
 protected:
  static std::string in(std::chrono::seconds ahead) {
    return std::to_string((Instant{1772418600s} + ahead).time_since_epoch() / 1s);
  }

  test::FakeClock clock_;
  test::RecordingSink events_;
  Gate gate_{GateOptions{}, clock_, events_};
};

TEST_F(GateTest, LetsReadsGoAtOnce) {
  EXPECT_EQ(gate_.await_read({}).kind, Answer::granted);
  gate_.observe({200, {{"x-ratelimit-remaining", "4999"}, {"x-ratelimit-reset", in(1h)}}, ""});
  EXPECT_EQ(gate_.await_read({}).kind, Answer::granted);
  EXPECT_TRUE(clock_.sleeps().empty());
}

TEST_F(GateTest, KeepsASecondBetweenMutations) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(gate_.await({}).kind, Answer::granted);
  EXPECT_EQ(clock_.total_slept(), 2s);
  EXPECT_TRUE(events_.events().empty()) << "pacing is not worth an event";
  clock_.advance(5s);
  EXPECT_EQ(gate_.await({}).kind, Answer::granted);
  EXPECT_EQ(clock_.total_slept(), 2s);
}

TEST_F(GateTest, KeepsNoDistanceWhereNoneIsAskedFor) {
  Gate free(GateOptions{.mutation_gap = 0ms}, clock_, events_);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(free.await({}).kind, Answer::granted);
  EXPECT_TRUE(clock_.sleeps().empty());
}

TEST_F(GateTest, ReadsAreNotPaced) {
  EXPECT_EQ(gate_.await({}).kind, Answer::granted);
  EXPECT_EQ(gate_.await_read({}).kind, Answer::granted);
  EXPECT_TRUE(clock_.sleeps().empty());
}

TEST_F(GateTest, WaitsForTheResetOnceNothingRemains) {
  EXPECT_EQ(gate_.observe({200, {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", in(600s)}}, ""}), std::nullopt)
      << "the call itself went through";
  EXPECT_EQ(gate_.await_read({}).kind, Answer::granted);
  EXPECT_EQ(clock_.total_slept(), 602s);
  ASSERT_EQ(events_.of<Waiting>().size(), 1U);
  EXPECT_EQ(events_.of<Waiting>()[0].until, SysTime{1772418600s + 602s});
  EXPECT_EQ(gate_.await_read({}).kind, Answer::granted);
  EXPECT_EQ(clock_.total_slept(), 602s);
}

TEST_F(GateTest, MeasuresTheResetFromTheServersClock) {
  const Headers headers{{"x-ratelimit-remaining", "0"},
                        {"x-ratelimit-reset", in(600s)},
                        {"date", "Mon, 02 Mar 2026 02:39:00 GMT"}};  // nine minutes ahead of ours
  gate_.observe({403, headers, "API rate limit exceeded for user ID 1."});
  EXPECT_EQ(gate_.next_read() - clock_.now(), 62s);
}

TEST_F(GateTest, ClampsAResetInThePast) {
  const auto until = gate_.observe({403, {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", in(-3600s)}}, ""});
  ASSERT_TRUE(until.has_value());
  EXPECT_EQ(*until - clock_.now(), 2s);
}

TEST_F(GateTest, SurvivesAnAbsurdReset) {
  const auto until =
      gate_.observe({403, {{"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", "9223372036854775807"}}, ""});
  ASSERT_TRUE(until.has_value());
  EXPECT_LE(*until - clock_.now(), 25h);
}

TEST_F(GateTest, RetryAfterComesBeforeTheReset) {
  const auto until = gate_.observe(
      {403, {{"Retry-After", "17"}, {"x-ratelimit-remaining", "0"}, {"x-ratelimit-reset", in(600s)}}, ""});
  ASSERT_TRUE(until.has_value());
  EXPECT_EQ(*until - clock_.now(), 17s);
}

TEST_F(GateTest, ReadsRetryAfterAsADate) {
  const auto until = gate_.observe({429, {{"Retry-After", "Mon, 02 Mar 2026 02:31:30 GMT"}}, ""});
  ASSERT_TRUE(until.has_value());
  EXPECT_EQ(*until - clock_.now(), 90s);
}

TEST_F(GateTest, DoublesTheWaitOfSecondaryLimitsUpToACap) {
  const Response limited{403,
                         {{"x-ratelimit-remaining", "4000"}},
                         R"({"message":"You have exceeded a secondary rate limit. Please wait."})"};
  std::vector<std::chrono::milliseconds> waits;
  for (int i = 0; i < 6; ++i) {
    waits.push_back(*gate_.observe(limited) - clock_.now());
    EXPECT_EQ(gate_.await_read({}).kind, Answer::granted);
  }
  EXPECT_EQ(waits, (std::vector<std::chrono::milliseconds>{60s, 120s, 240s, 480s, 900s, 900s}));
  gate_.observe({200, {}, ""});
  EXPECT_EQ(*gate_.observe(limited) - clock_.now(), 60s) << "a success begins anew";
}

TEST_F(GateTest, TakesA429WithoutHeadersForASecondaryLimit) {
  EXPECT_EQ(*gate_.observe({429, {}, ""}) - clock_.now(), 60s);
}

TEST_F(GateTest, AnyOther403IsNoLimit) {
  EXPECT_EQ(gate_.observe({403, {{"x-ratelimit-remaining", "12"}}, R"({"message":"Must have admin rights."})"}),
            std::nullopt);
  EXPECT_EQ(gate_.observe({403, {}, ""}), std::nullopt) << "headers may be missing";
  EXPECT_EQ(gate_.next_read(), Instant{});
}

TEST_F(GateTest, RefusesToWaitLongerThanIsAllowed) {
  Gate gate(GateOptions{.max_wait = 300s}, clock_, events_);
  gate.observe({403, {{"retry-after", "301"}}, ""});
  const auto answer = gate.await_read({});
  EXPECT_EQ(answer.kind, Answer::rate_limited);
  EXPECT_EQ(answer.retry_at, SysTime{1772418600s + 301s});
  EXPECT_EQ(gate.await({}).kind, Answer::rate_limited);
  EXPECT_TRUE(clock_.sleeps().empty());
}

TEST_F(GateTest, AStopEndsTheWait) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(gate_.await_read(stop.get_token()).kind, Answer::stopping);
  EXPECT_EQ(gate_.await(stop.get_token()).kind, Answer::stopping);
  EXPECT_EQ(gate_.next_mutation(), Instant{}) << "a denied mutation was not started";
}

}  // namespace
}  // namespace retention::http
