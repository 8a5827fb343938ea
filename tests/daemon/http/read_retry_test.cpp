#include "daemon/http/read_retry.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"
#include "tests/support/recording_sink.h"
#include "tests/support/scripted_transport.h"

namespace retention::http {
namespace {

using namespace std::chrono_literals;
using Kind = TransportFailure::Kind;
using Phase = TransportFailure::Phase;

class ReadRetryTest : public ::testing::Test {
 protected:
  Result<Response> get() { return retry_.get({Method::get, "/x", {}, std::nullopt}, "list things"); }

  test::FakeClock clock_;
  test::RecordingSink events_;
  test::ScriptedTransport transport_;
  std::stop_source stop_;
  Gate gate_{GateOptions{}, clock_, events_};
  ReadRetry retry_{transport_, gate_, clock_, RetryOptions{}, stop_.get_token()};
};

TEST_F(ReadRetryTest, PassesOnWhatIsNoFault) {
  for (const int status : {200, 304, 301, 400, 401, 403, 404, 422}) {
    transport_.reply(status, "body");
    EXPECT_EQ(get()->status, status);
  }
  EXPECT_EQ(transport_.requests().size(), 8U);
  EXPECT_TRUE(clock_.sleeps().empty());
}

TEST_F(ReadRetryTest, RepeatsAfterNetworkFaultsAndServerErrors) {
  transport_.failure(Phase::unknown, Kind::broken);
  transport_.reply(502);
  transport_.failure(Phase::unknown, Kind::timed_out);
  transport_.reply(200, "at last");
  EXPECT_EQ(get()->body, "at last");
  const auto sleeps = clock_.sleeps();
  ASSERT_EQ(sleeps.size(), 3U);
  for (std::size_t i = 0; i < sleeps.size(); ++i) {
    const auto most = 1000ms * (1 << i);
    EXPECT_GE(sleeps[i], most / 2);
    EXPECT_LE(sleeps[i], most);
  }
}

TEST_F(ReadRetryTest, GivesUpAfterFourAttempts) {
  for (int i = 0; i < 9; ++i) transport_.reply(500);
  const auto reply = get();
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().code, ErrorCode::server_error);
  EXPECT_EQ(reply.error().message, "cannot list things: the server answered 500 (4 attempts)");
  EXPECT_EQ(transport_.requests().size(), 4U);
}

TEST_F(ReadRetryTest, NamesTheKindOfFault) {
  struct Case {
    Kind kind;
    ErrorCode code;
    std::size_t attempts;
  };
  for (const auto& [kind, code, attempts] :
       {Case{Kind::unreachable, ErrorCode::unreachable, 4}, Case{Kind::timed_out, ErrorCode::timed_out, 4},
        Case{Kind::broken, ErrorCode::unreachable, 4}, Case{Kind::untrusted, ErrorCode::unreachable, 1},
        Case{Kind::too_large, ErrorCode::bad_reply, 1}, Case{Kind::interrupted, ErrorCode::interrupted, 1}}) {
    const auto before = transport_.requests().size();
    for (std::size_t i = 0; i < attempts; ++i) transport_.failure(Phase::unknown, kind);
    EXPECT_EQ(get().error().code, code);
    EXPECT_EQ(transport_.requests().size() - before, attempts);
  }
}

TEST_F(ReadRetryTest, HonoursRetryAfterOnServerErrors) {
  transport_.reply(503, "", {{"Retry-After", "45"}});
  transport_.reply(200);
  EXPECT_TRUE(get().has_value());
  EXPECT_EQ(clock_.total_slept(), 45s);
}

TEST_F(ReadRetryTest, WaitsOutARateLimit) {
  transport_.reply(403, "", {{"retry-after", "20"}});
  transport_.reply(200);
  EXPECT_TRUE(get().has_value());
  EXPECT_EQ(clock_.total_slept(), 20s);
  EXPECT_EQ(events_.of<Waiting>().size(), 1U);
}

TEST_F(ReadRetryTest, DoesNotSpinAgainstALimitThatStays) {
  for (int i = 0; i < 99; ++i) transport_.reply(429);
  EXPECT_EQ(get().error().code, ErrorCode::rate_limited);
  EXPECT_EQ(transport_.requests().size(), 5U);
}

TEST_F(ReadRetryTest, AfterALimitThatStaysFurtherReadsDoNotWaitButTryOnceItIsOver) {
  for (int i = 0; i < 5; ++i) transport_.reply(429, "", {{"retry-after", "60"}});
  transport_.reply(200);
  EXPECT_EQ(get().error().code, ErrorCode::rate_limited);
  const auto slept = clock_.total_slept();
  EXPECT_EQ(get().error().code, ErrorCode::rate_limited);
  EXPECT_EQ(clock_.total_slept(), slept);
  EXPECT_EQ(transport_.requests().size(), 5U);

  clock_.advance(60s);
  EXPECT_TRUE(get().has_value());
  transport_.reply(429, "", {{"retry-after", "60"}});
  transport_.reply(200);
  EXPECT_TRUE(get().has_value()) << "with patience again";
}

TEST_F(ReadRetryTest, NamesTheTimeOfALimitTooLongToWaitFor) {
  transport_.reply(403, "", {{"retry-after", "80000"}});
  const auto reply = get();
  EXPECT_EQ(reply.error().code, ErrorCode::rate_limited);
  EXPECT_NE(reply.error().message.find("2026-03-03T00:43:20Z"), std::string::npos) << reply.error().message;
  EXPECT_EQ(transport_.requests().size(), 1U);
}

TEST_F(ReadRetryTest, AStopEndsItWithoutAnotherCall) {
  transport_.reply(500);
  transport_.during_exchange([this] { stop_.request_stop(); });
  EXPECT_EQ(get().error().code, ErrorCode::interrupted);
  EXPECT_EQ(get().error().code, ErrorCode::interrupted);
  EXPECT_EQ(transport_.requests().size(), 1U);
}

}  // namespace
}  // namespace retention::http
