#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/test/github.h"

namespace retention::simulator::test {
namespace {

const std::string kPackages = R"(
packages:
  - { owner: acme, type: container, name: web, versions: [{ id: 1, tags: [a] }, { id: 2, tags: [b] }] }
)";
const std::string kVersion = "/orgs/acme/packages/container/web/versions/1";

class Control : public testing::Test {
 protected:
  Answer change(const std::string& what, const std::string& body) {
    return ask(github.simulator.port(), "POST", "/_simulator/" + what, "", body);
  }
  nlohmann::json read(const std::string& what) {
    return nlohmann::json::parse(ask(github.simulator.port(), "GET", "/_simulator/" + what, "").body);
  }
  Answer clear(const std::string& what) { return ask(github.simulator.port(), "DELETE", "/_simulator/" + what, ""); }

  GitHub github{kPackages};
};

TEST_F(Control, ShowsTheLogAndWhatChanged) {
  EXPECT_EQ(github.del(kVersion).status, 204);
  EXPECT_EQ(github.get("/user").status, 200);
  EXPECT_EQ(read("log")["requests"].size(), 2U);
  EXPECT_EQ(read("log?since=1")["requests"][0]["operation"], "get_self");
  EXPECT_EQ(read("log")["concurrency_high_water"], 1);
  EXPECT_EQ(read("mutations")[0]["version_id"], 1);
  EXPECT_EQ(clear("log").status, 204);
  EXPECT_TRUE(read("mutations").empty());
}

TEST_F(Control, ShowsTheState) {
  EXPECT_EQ(github.del(kVersion).status, 204);
  const auto package = read("state")["packages"][0];
  EXPECT_EQ(package["package"], "acme/container/web");
  EXPECT_EQ(package["active"][0]["id"], 2);
  EXPECT_EQ(package["deleted"][0]["tags"][0], "a");
}

TEST_F(Control, SetsAndAdvancesTheClock) {
  EXPECT_EQ(change("clock", R"({"advance": "2d"})").status, 200);
  EXPECT_EQ(read("clock")["now"], "2026-03-04T12:00:00Z");
  EXPECT_EQ(change("clock", R"({"set": "2030-01-01T00:00:00Z"})").status, 200);
  EXPECT_EQ(format_time(github.simulator.now()), "2030-01-01T00:00:00Z");
  EXPECT_EQ(change("clock", "{}").status, 400);
}

TEST_F(Control, AddsAndClearsFaults) {
  EXPECT_EQ(change("faults", R"({"operation": "get_self", "status": 502})").status, 204);
  EXPECT_EQ(github.get("/user").status, 502);
  EXPECT_EQ(clear("faults").status, 204);
  EXPECT_EQ(github.get("/user").status, 200);
}

TEST_F(Control, ChangesSwitches) {
  EXPECT_EQ(change("switches", R"({"rate_limits": false})").status, 200);
  EXPECT_FALSE(github.get("/user").headers.has("X-RateLimit-Limit"));
  EXPECT_EQ(read("switches")["rate_limits"], false);
  EXPECT_EQ(change("switches", read("switches").dump()).status, 200) << "what it shows can be sent back";
}

TEST_F(Control, PushesDeletesRetagsAndCounts) {
  const Answer pushed = change("versions", R"({"package": "acme/container/web", "tags": ["c"], "created": "3d"})");
  ASSERT_EQ(pushed.status, 200) << pushed.body;
  const std::int64_t id = nlohmann::json::parse(pushed.body)["id"];
  EXPECT_EQ(change("tags", R"({"package": "acme/container/web", "tag": "b", "version_id": 1})").status, 204);
  EXPECT_EQ(change("downloads", R"({"version_id": 1, "downloads": 77})").status, 204);
  EXPECT_EQ(clear("versions/2").status, 204);
  const auto active = github.simulator.active("acme", "container", "web");
  ASSERT_EQ(active.size(), 2U);
  EXPECT_THAT(active[0].tags, testing::ElementsAre("a", "b"));
  EXPECT_EQ(active[0].downloads, 77);
  EXPECT_EQ(active[1].id, id);
}

TEST_F(Control, SaysWhatIsWrongAndIsNotLogged) {
  const Answer wrong = change("faults", R"({"kind": "fire"})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, testing::HasSubstr("\\\"fire\\\" is not status, reset"));
  EXPECT_EQ(change("switches", R"({"order": "up"})").status, 400);
  EXPECT_EQ(change("versions", R"({"package": "acme/npm/none"})").status, 400);
  EXPECT_EQ(change("nothing", "{}").status, 404);
  EXPECT_EQ(clear("versions/77").status, 400);
  EXPECT_EQ(ask(github.simulator.port(), "GET", "/_simulator/nothing", "").status, 404);
  EXPECT_TRUE(github.simulator.requests().empty());
}

}  // namespace
}  // namespace retention::simulator::test
