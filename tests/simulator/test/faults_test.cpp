#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/test/github.h"

namespace retention::simulator::test {
namespace {

using testing::ElementsAre;

const std::string kPackages = R"(
packages:
  - { owner: acme, type: npm, name: kit, versions: [{ id: 1, name: "{n}", count: 9, step: 1d }] }
  - { owner: acme, type: npm, name: other, versions: [{ id: 11, name: "{n}", count: 2 }] }
)";
const std::string kKit = "/orgs/acme/packages/npm/kit";
const std::string kRows = kKit + "/versions?per_page=3";

std::size_t still_active(const GitHub& github) {
  return github.simulator.active("acme", "npm", "kit").size();
}

TEST(Fault, BeforeTheEffectLeavesEverythingAsItWas) {
  GitHub github(kPackages);
  for (const int status : {500, 502, 503}) {
    github.simulator.add_fault(Fault{.operation = "delete_version", .times = 1, .status = status});
    const Answer answer = github.del(kKit + "/versions/1");
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(message(answer), "Server Error");
  }
  EXPECT_EQ(still_active(github), 9U);
  EXPECT_EQ(github.del(kKit + "/versions/1").status, 204);
}

TEST(Fault, AfterTheEffectReallyCommitsIt) {
  GitHub github(kPackages);
  github.simulator.add_fault("{ operation: delete_version, moment: after, nth: 1 }");
  EXPECT_EQ(github.del(kKit + "/versions/1").status, 500);
  EXPECT_EQ(still_active(github), 8U);
  EXPECT_EQ(github.simulator.mutations().size(), 1U);
  EXPECT_EQ(github.del(kKit + "/versions/1").status, 404);
}

TEST(Fault, ResetIsARealOneBeforeAndAfterTheEffect) {
  GitHub github(kPackages);
  github.simulator.add_fault("{ kind: reset, operation: delete_version, nth: 1 }");
  github.simulator.add_fault("{ kind: reset, operation: delete_version, moment: after, nth: 2 }");
  const Answer before = github.del(kKit + "/versions/1");
  EXPECT_TRUE(before.reset);
  EXPECT_EQ(before.status, 0);
  EXPECT_EQ(still_active(github), 9U);
  EXPECT_TRUE(github.del(kKit + "/versions/1").reset);
  EXPECT_EQ(still_active(github), 8U);
  const auto requests = github.simulator.requests();
  EXPECT_EQ(requests.back().status, 0);
  EXPECT_EQ(requests.back().fault, "reset");
}

TEST(Fault, StallAnswersLateAndDelayAnswersTruly) {
  GitHub github(kPackages);
  github.simulator.add_fault("{ kind: stall, wait: 1ms, nth: 1 }");
  github.simulator.add_fault("{ kind: delay, wait: 1ms, nth: 2 }");
  EXPECT_EQ(github.del(kKit + "/versions/1").status, 500);
  EXPECT_EQ(still_active(github), 9U);
  EXPECT_EQ(github.del(kKit + "/versions/1").status, 204);
}

TEST(Fault, StallEndsWithTheSimulator) {
  std::unique_ptr<GitHub> github = std::make_unique<GitHub>(kPackages);
  github->simulator.add_fault("{ kind: stall, wait: 24h }");
  Wire wire(github->simulator.port());
  wire.send("GET /user HTTP/1.1\r\nUser-Agent: test\r\n\r\n");
  while (github->simulator.requests().empty()) {
  }
  github.reset();
  EXPECT_NE(wire.receive().status, 200);
}

TEST(Fault, DamagesTheBody) {
  GitHub github(kPackages);
  const std::string whole = github.get(kRows).body;
  const auto next = [&](const std::string& kind) {
    github.simulator.clear_faults();
    github.simulator.add_fault("{ operation: list_versions, kind: " + kind + " }");
    return github.get(kRows);
  };
  const Answer truncated = next("truncated");
  EXPECT_EQ(truncated.status, 200);
  EXPECT_EQ(truncated.body, whole.substr(0, whole.size() / 2));
  const Answer cut = next("short_body");
  EXPECT_EQ(cut.headers.get("Content-Length"), std::to_string(whole.size()));
  EXPECT_EQ(cut.body, whole.substr(0, whole.size() / 2));
  EXPECT_EQ(next("html").headers.get("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(next("html").status, 200);
  EXPECT_EQ(next("object").body, R"({"message":"Server Error"})");
  EXPECT_EQ(next("empty_body").body, "");
  EXPECT_EQ(next("drip, wait: 1ms").body, whole);
}

TEST(Fault, ChangesTheRowsBetweenPages) {
  GitHub github(kPackages);
  const auto second = [&](const std::string& kind) {
    github.simulator.clear_faults();
    github.simulator.add_fault("{ page: 2, kind: " + kind + " }");
    return github.get(kRows + "&page=2");
  };
  EXPECT_THAT(row_ids(second("duplicate_row")), ElementsAre(3, 4, 5, 6));
  EXPECT_THAT(row_ids(second("missing_row")), ElementsAre(5, 6));
  const Answer empty = second("empty_page");
  EXPECT_EQ(empty.body, "[]");
  EXPECT_NE(empty.headers.get("Link").find("rel=\"next\""), std::string::npos);
  EXPECT_THAT(row_ids(github.get(kRows + "&page=3")), ElementsAre(7, 8, 9)) << "other pages are as they should be";
}

TEST(Fault, StrikesOnlyWhatItNames) {
  GitHub github(kPackages);
  github.simulator.add_fault("{ operation: get_package, package: acme/npm/kit, status: 503, skip: 1, times: 2 }");
  const auto status = [&](const char* name) {
    return github.get(std::string("/orgs/acme/packages/npm/") + name).status;
  };
  EXPECT_EQ(status("other"), 200);
  EXPECT_EQ(github.get(kKit + "/versions/1").status, 200);
  std::vector<int> seen;
  for (int i = 0; i < 4; ++i) seen.push_back(status("kit"));
  EXPECT_THAT(seen, ElementsAre(200, 503, 503, 200));
}

TEST(Fault, ByRateStrikesThatShareTheSameWayEachTime) {
  const auto struck = [] {
    GitHub github(kPackages + "faults: [{ operation: get_package, rate: 0.25, status: 502 }]");
    std::vector<int> statuses;
    for (int i = 0; i < 100; ++i) statuses.push_back(github.get(kKit).status);
    return statuses;
  };
  const auto first = struck();
  const auto count = std::count(first.begin(), first.end(), 502);
  EXPECT_GT(count, 10);
  EXPECT_LT(count, 45);
  EXPECT_EQ(first, struck());
}

TEST(Fault, AnswersWithTheHeadersOfGitHubsOwnReplies) {
  GitHub github(kPackages);
  for (const char* fault : {"{ status: 500 }", "{ status: 502, moment: after }", "{ kind: stall, wait: 1ms }"}) {
    github.simulator.clear_faults();
    github.simulator.add_fault(fault);
    const Answer answer = github.get(kRows);
    for (const char* name : {"X-OAuth-Scopes", "X-Accepted-OAuth-Scopes", "X-RateLimit-Limit", "X-RateLimit-Remaining",
                             "X-RateLimit-Reset", "X-RateLimit-Used", "X-RateLimit-Resource", "X-GitHub-Request-Id",
                             "X-GitHub-Media-Type"}) {
      EXPECT_TRUE(answer.headers.has(name)) << fault << ": " << name;
    }
  }
}

TEST(Fault, OfAnUnknownTokenTellsNoScopes) {
  GitHub github(kPackages);
  github.simulator.add_fault("{ status: 401 }");
  const Answer answer = github.get(kRows);
  EXPECT_FALSE(answer.headers.has("X-OAuth-Scopes"));
  EXPECT_TRUE(answer.headers.has("X-GitHub-Request-Id"));
}

TEST(Fault, OfWhatStandsBeforeGitHubCarriesNothingOfIt) {
  GitHub github(kPackages);
  for (const char* fault : {"{ kind: html }", "{ kind: html, moment: after }"}) {
    github.simulator.clear_faults();
    github.simulator.add_fault(fault);
    EXPECT_FALSE(github.get(kRows).headers.has("X-GitHub-Request-Id")) << fault;
  }
}

TEST(Fault, KeepsItsOwnHeadersAboveThoseOfGitHub) {
  GitHub github(kPackages);
  github.simulator.add_fault("{ status: 403, headers: { x-ratelimit-remaining: '0' } }");
  const Answer answer = github.get(kRows);
  EXPECT_EQ(answer.headers.get("X-RateLimit-Remaining"), "0");
  EXPECT_EQ(
      std::count_if(answer.headers.fields().begin(), answer.headers.fields().end(),
                    [](const auto& field) { return http::same_ignoring_case(field.first, "x-ratelimit-remaining"); }),
      1);
}

TEST(Fault, CanCarryAnyStatusMessageAndHeader) {
  GitHub github(kPackages);
  github.simulator.add_fault("{ status: 307, headers: { Location: 'http://127.0.0.1:1/x' }, nth: 1 }");
  github.simulator.add_fault("{ status: 403, message: no, headers: { Retry-After: '7' }, nth: 2 }");
  EXPECT_EQ(github.get(kKit).headers.get("Location"), "http://127.0.0.1:1/x");
  const Answer second = github.get(kKit);
  EXPECT_EQ(message(second), "no");
  EXPECT_EQ(second.headers.get("Retry-After"), "7");
}

}  // namespace
}  // namespace retention::simulator::test
