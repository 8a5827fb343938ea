#include "daemon/server/routes.h"

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "policy/base/time.h"

namespace retention::server {
namespace {

using namespace std::chrono_literals;

const SysTime kNow = parse_rfc3339("2026-03-02T02:30:00Z").value();

Question get(std::string_view target) {
  return {"GET", target, "127.0.0.1:8464"};
}

Reply ask(const Question& question, const HealthState& state = {}) {
  return answer(question, ListenAddress{}, state, kNow);
}

nlohmann::json body_of(const Reply& reply) {
  return nlohmann::json::parse(reply.body);
}

TEST(Healthz, AnswersWhileTheLoopTurns) {
  const Reply reply = ask(get("/healthz"), {kNow - 2min, {}});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, "application/json");
  EXPECT_EQ(body_of(reply), nlohmann::json({{"status", "ok"}, {"last_turn", "2026-03-02T02:28:00Z"}}));
}

TEST(Healthz, FailsOnceTheLoopHasNotTurnedForTwoMinutes) {
  const Reply reply = ask(get("/healthz"), {kNow - 121s, {}});
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.content_type, "application/problem+json");
  EXPECT_EQ(body_of(reply)["detail"], "the loop has not turned since 2026-03-02T02:27:59Z");
}

TEST(Healthz, FailsBeforeTheFirstTurn) {
  EXPECT_EQ(ask(get("/healthz")).status, 503);
}

TEST(Healthz, DoesNotTrustATurnInTheFuture) {
  EXPECT_EQ(ask(get("/healthz"), {kNow + 121s, {}}).status, 503);
}

TEST(Healthz, DoesNotDependOnReadiness) {
  EXPECT_EQ(ask(get("/healthz"), {kNow, {"the ledger is not open yet"}}).status, 200);
}

TEST(Readyz, AnswersOnceNothingIsMissing) {
  EXPECT_EQ(ask(get("/readyz")).status, 200);
}

TEST(Readyz, GivesEveryReason) {
  const Reply reply = ask(get("/readyz"), {kNow, {"one", "two"}});
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.content_type, "application/problem+json");
  EXPECT_EQ(body_of(reply)["reasons"], nlohmann::json({"one", "two"}));
  EXPECT_EQ(body_of(reply)["title"], "Service Unavailable");
}

TEST(Readyz, IgnoresAQuery) {
  EXPECT_EQ(ask(get("/readyz?verbose")).status, 200);
}

TEST(Routes, KnowNothingElse) {
  for (const auto* target : {"/", "/healthz/", "/healthz2", "/HEALTHZ", "/metrics", "*", ""}) {
    const Reply reply = ask(get(target));
    EXPECT_EQ(reply.status, 404) << target;
    EXPECT_EQ(body_of(reply)["status"], 404) << target;
  }
}

TEST(Routes, AreOnlyRead) {
  for (const auto* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
    const Reply reply = ask({method, "/healthz", "localhost"}, {kNow, {}});
    EXPECT_EQ(reply.status, 405) << method;
    EXPECT_EQ(reply.allow, "GET, HEAD") << method;
  }
  EXPECT_EQ(ask({"HEAD", "/healthz", "localhost"}, {kNow, {}}).status, 200);
}

TEST(Routes, AnswerOnlyForTheirOwnHost) {
  EXPECT_EQ(ask({"GET", "/readyz", "evil.example"}).status, 421);
  EXPECT_EQ(ask({"GET", "/readyz", std::nullopt}).status, 400);
}

TEST(Routes, RepeatNoBytesThatAreNotText) {
  const Reply reply = ask({"GET", "/readyz", "\xff\xfe"});
  EXPECT_EQ(reply.status, 421);
  EXPECT_NO_THROW(body_of(reply));
}

TEST(Refusal, IsAProblemToo) {
  const Reply reply = refusal(414);
  EXPECT_EQ(reply.content_type, "application/problem+json");
  EXPECT_EQ(body_of(reply)["status"], 414);
}

}  // namespace
}  // namespace retention::server
