#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/simulator/test/github.h"

namespace retention::simulator::test {
namespace {

using testing::ElementsAre;

const std::string kPackages = R"(
packages:
  - { owner: acme, type: container, name: web, versions: [{ id: 1, tags: [a, b] }, { id: 2, tags: [c] }] }
  - { owner: acme, type: npm, name: kit, versions: [{ id: 11, name: "{n}", count: 200 }] }
)";

TEST(Simulator, FollowsAClockItIsGiven) {
  std::atomic<std::int64_t> seconds{1'000'000'000};
  Options options;
  options.clock = [&] { return Time{std::chrono::seconds{seconds.load()}}; };
  Simulator simulator(Scenario::parse(std::string(kPeople) + kPackages), options);
  EXPECT_EQ(format_time(simulator.now()), "2001-09-09T01:46:40Z");
  EXPECT_EQ(simulator.active("acme", "npm", "kit")[0].created, simulator.now());
  seconds += 60;
  EXPECT_EQ(format_time(simulator.now()), "2001-09-09T01:47:40Z");
  simulator.advance(std::chrono::hours{1});
  EXPECT_EQ(format_time(simulator.now()), "2001-09-09T02:47:40Z");
}

TEST(Simulator, LogsRequestsWithoutSecrets) {
  GitHub github(kPackages);
  (void)github.get("/users/acme/packages/container/web/versions/1", "t-reader", "X-Test: yes\r\n");
  (void)github.get("/user", "t-nobody");
  (void)github.get("/users/acme", "");
  const auto requests = github.simulator.requests();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(requests[0].number, 1U);
  EXPECT_EQ(requests[0].method, "GET");
  EXPECT_EQ(requests[0].operation, "get_version");
  EXPECT_EQ(requests[0].package, "acme/container/web");
  EXPECT_EQ(requests[0].version_id, 1);
  EXPECT_EQ(requests[0].token, "reader");
  EXPECT_EQ(requests[0].status, 200);
  EXPECT_EQ(requests[0].headers.at("x-test"), "yes");
  EXPECT_FALSE(requests[0].headers.contains("authorization"));
  EXPECT_EQ(requests[1].token, "unknown");
  EXPECT_EQ(requests[2].token, "anonymous");
  github.simulator.clear_log();
  EXPECT_TRUE(github.simulator.requests().empty());
}

TEST(Simulator, WritesItsLogAsJsonLines) {
  const std::string file = testing::TempDir() + "/packages-simulator-log";
  std::remove(file.c_str());
  {
    Options options;
    options.log_file = file;
    Simulator simulator(Scenario::parse(std::string(kPeople) + kPackages), options);
    (void)ask(simulator.port(), "GET", "/user", "User-Agent: me\r\nAuthorization: Bearer t-admin\r\n");
  }
  std::ifstream stream(file);
  std::string line;
  ASSERT_TRUE(std::getline(stream, line));
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["operation"], "get_self");
  EXPECT_EQ(json["token"], "admin");
  EXPECT_EQ(json["user_agent"], "me");
  EXPECT_EQ(line.find("t-admin"), std::string::npos);
}

TEST(Simulator, TellsOfAMutationBeforeItHappens) {
  GitHub github(kPackages);
  std::vector<std::size_t> active;
  github.simulator.before_mutation([&](const MutationAttempt& attempt) {
    EXPECT_EQ(attempt.operation, "delete_version");
    EXPECT_EQ(attempt.version_id, 1);
    active.push_back(github.simulator.active("acme", "container", "web").size());
  });
  EXPECT_EQ(github.del("/orgs/acme/packages/container/web/versions/1").status, 204);
  EXPECT_THAT(active, ElementsAre(2U));
  EXPECT_EQ(github.simulator.active("acme", "container", "web").size(), 1U);
}

TEST(Simulator, LetsOthersPushAndMoveTagsMeanwhile) {
  GitHub github(kPackages);
  github.simulator.advance(std::chrono::hours{1});
  const std::int64_t id = github.simulator.push("acme", "container", "web", "{ tags: [a, d] }");
  auto active = github.simulator.active("acme", "container", "web");
  ASSERT_EQ(active.size(), 3U);
  EXPECT_THAT(active[0].tags, ElementsAre("b"));
  EXPECT_EQ(active[2].id, id);
  EXPECT_EQ(active[2].created, github.simulator.now());
  github.simulator.move_tag("acme", "container", "web", "b", 2);
  active = github.simulator.active("acme", "container", "web");
  EXPECT_TRUE(active[0].tags.empty());
  EXPECT_THAT(active[1].tags, ElementsAre("c", "b"));
  EXPECT_EQ(active[1].updated, github.simulator.now());
  EXPECT_THROW(github.simulator.push("acme", "container", "none", "{}"), std::runtime_error);
  EXPECT_THROW(github.simulator.move_tag("acme", "container", "web", "b", 11), std::runtime_error);
  EXPECT_THROW(github.simulator.remove(12345), std::runtime_error);
}

TEST(Simulator, ServesManyAtOnce) {
  GitHub github(kPackages);
  std::atomic<int> deleted{0};
  {
    std::vector<std::jthread> clients;
    for (int client = 0; client < 8; ++client) {
      clients.emplace_back([&, client] {
        for (int i = 0; i < 12; ++i) {
          const std::string kit = "/orgs/acme/packages/npm/kit/versions";
          (void)github.get(kit);
          // Every version is asked for by two clients; one of them succeeds.
          if (github.del(kit + "/" + std::to_string(11 + client / 2 * 12 + i)).status == 204) ++deleted;
        }
      });
    }
    for (int i = 0; i < 20; ++i) {
      (void)github.simulator.requests();
      (void)github.simulator.packages();
      github.simulator.set_switches("{ link_last: true }");
    }
  }
  EXPECT_EQ(deleted, 48);
  EXPECT_EQ(github.simulator.mutations().size(), 48U);
  EXPECT_EQ(github.simulator.requests().size(), 192U);
}

TEST(Simulator, SaysWhyItCannotStart) {
  GitHub github(kPackages);
  Options taken;
  taken.port = github.simulator.port();
  EXPECT_THROW(Simulator(Scenario::parse(std::string(kPeople)), taken), std::runtime_error);
  Options no_file;
  no_file.log_file = "/nonexistent/log";
  EXPECT_THROW(Simulator(Scenario::parse(std::string(kPeople)), no_file), std::runtime_error);
  Options no_certificate;
  no_certificate.tls = TlsFiles{"/nonexistent/cert", "/nonexistent/key"};
  EXPECT_THROW(Simulator(Scenario::parse(std::string(kPeople)), no_certificate), std::runtime_error);
}

}  // namespace
}  // namespace retention::simulator::test
