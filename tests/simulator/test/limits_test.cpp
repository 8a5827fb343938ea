#include <gtest/gtest.h>

#include <thread>

#include "tests/simulator/test/github.h"

namespace retention::simulator::test {
namespace {

const std::string kPackages = R"(
packages:
  - { owner: acme, type: npm, name: kit, versions: [{ id: 1, name: "{n}", count: 9 }] }
)";
const std::string kKit = "/orgs/acme/packages/npm/kit";

TEST(PrimaryLimit, CountsDownInFiveHeadersUntilRequestsAreRefused) {
  GitHub github(kPackages + "switches: { primary_limit: 2 }");
  const Answer first = github.get(kKit);
  EXPECT_EQ(first.headers.get("X-RateLimit-Limit"), "2");
  EXPECT_EQ(first.headers.get("X-RateLimit-Remaining"), "1");
  EXPECT_EQ(first.headers.get("X-RateLimit-Used"), "1");
  EXPECT_EQ(first.headers.get("X-RateLimit-Resource"), "core");
  EXPECT_EQ(first.headers.get("X-RateLimit-Reset"), "1772456400") << "an hour after the first request";
  EXPECT_EQ(github.get(kKit, "t-reader").status, 200) << "tokens of one user share the budget";
  const Answer refused = github.get(kKit);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.headers.get("X-RateLimit-Remaining"), "0");
  EXPECT_EQ(message(refused), "API rate limit exceeded for user ID 501.");
  github.simulator.set_switches("{ primary_limit_status: 429 }");
  EXPECT_EQ(github.get(kKit).status, 429);
  github.simulator.advance(std::chrono::hours{1});
  EXPECT_EQ(github.get(kKit).status, 200);
}

TEST(PrimaryLimit, IsNotChargedForAConditionalHit) {
  GitHub github(kPackages);
  const Answer first = github.get(kKit);
  const std::string condition = "If-None-Match: " + std::string(first.headers.get("ETag")) + "\r\n";
  const Answer second = github.get(kKit, "t-admin", condition);
  EXPECT_EQ(second.status, 304);
  EXPECT_EQ(second.headers.get("X-RateLimit-Remaining"), first.headers.get("X-RateLimit-Remaining"));
}

TEST(PrimaryLimit, IsShownFreeOfChargeAndWithoutRateInTheNewestVersion) {
  GitHub github(kPackages);
  const auto old = nlohmann::json::parse(github.get("/rate_limit").body);
  EXPECT_EQ(old["resources"]["core"]["remaining"], 5000);
  EXPECT_TRUE(old.contains("rate"));
  const auto newest =
      nlohmann::json::parse(github.get("/rate_limit", "t-admin", "X-GitHub-Api-Version: 2026-03-10\r\n").body);
  EXPECT_FALSE(newest.contains("rate"));
  EXPECT_EQ(newest["resources"]["core"]["used"], 0);
}

TEST(PrimaryLimit, OffLeavesOutHeadersAndTheRoute) {
  GitHub github(kPackages + "switches: { rate_limits: false, primary_limit: 0 }");
  const Answer answer = github.get(kKit);
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(answer.headers.has("X-RateLimit-Remaining"));
  EXPECT_EQ(github.get("/rate_limit").status, 404);
}

TEST(SecondaryLimit, AllowsNineHundredPointsAMinuteWithFiveForAMutation) {
  GitHub github(kPackages + "switches: { points_per_minute: 11 }");
  EXPECT_EQ(github.get(kKit).status, 200);
  EXPECT_EQ(github.del(kKit + "/versions/1").status, 204);
  EXPECT_EQ(github.del(kKit + "/versions/2").status, 204);
  const Answer refused = github.get(kKit);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(message(refused).find("You have exceeded a secondary rate limit."), 0U);
  EXPECT_EQ(refused.headers.get("Retry-After"), "60");
  EXPECT_EQ(refused.headers.get("X-RateLimit-Remaining"), "4997");
  github.simulator.set_switches("{ secondary_limit_status: 429, retry_after: absent }");
  const Answer newer = github.get(kKit);
  EXPECT_EQ(newer.status, 429);
  EXPECT_FALSE(newer.headers.has("Retry-After"));
  github.simulator.advance(std::chrono::minutes{1});
  EXPECT_EQ(github.get(kKit).status, 200);
}

TEST(SecondaryLimit, CanTripOnMutationsThatFollowTooFast) {
  GitHub github(kPackages + "switches: { mutation_gap: 1s }");
  EXPECT_EQ(github.del(kKit + "/versions/1").status, 204);
  EXPECT_EQ(github.del(kKit + "/versions/2").status, 403);
  EXPECT_EQ(github.get(kKit).status, 200);
  github.simulator.advance(std::chrono::seconds{1});
  EXPECT_EQ(github.del(kKit + "/versions/2").status, 204);
}

TEST(SecondaryLimit, CountsRequestsInFlight) {
  GitHub github(kPackages + "switches: { concurrency: 1 }");
  // The request in the middle of a mutation asks again itself, so that two are in flight for certain.
  int inner = 0;
  github.simulator.before_mutation([&](const MutationAttempt&) { inner = github.get(kKit).status; });
  EXPECT_EQ(github.del(kKit + "/versions/1").status, 204);
  EXPECT_EQ(inner, 403);
  EXPECT_EQ(github.simulator.concurrency_high_water(), 2);
}

}  // namespace
}  // namespace retention::simulator::test
