#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/test/github.h"

namespace retention::simulator::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kDownloads =
    "Publicly visible package versions with more than 5000 downloads cannot be deleted. Contact GitHub support for "
    "further assistance.";
constexpr const char* kLast = "You cannot delete the last version of a package. You must delete the package instead.";
constexpr const char* kLastTagged =
    "You cannot delete the last tagged version of a package. You must delete the package instead.";

std::string one(const std::string& package) {
  return "packages: [{ owner: acme, " + package + " }]\n";
}

const std::string kWeb = "/orgs/acme/packages/container/web";

TEST(DeleteVersion, IsSoftAndAnswersWithNothing) {
  GitHub github(one("type: container, name: web, versions: [{ id: 1, tags: [a] }, { id: 2, tags: [b] }]"));
  const Answer answer = github.del(kWeb + "/versions/1");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.body, "");
  EXPECT_FALSE(answer.headers.has("Content-Length"));
  EXPECT_THAT(ids(github.simulator.active("acme", "container", "web")), ElementsAre(2));
  EXPECT_THAT(ids(github.simulator.deleted("acme", "container", "web")), ElementsAre(1));
  EXPECT_EQ(nlohmann::json::parse(github.get(kWeb).body)["version_count"], 1);
  const auto mutations = github.simulator.mutations();
  ASSERT_EQ(mutations.size(), 1U);
  EXPECT_EQ(mutations[0].operation, "delete_version");
  EXPECT_EQ(mutations[0].package, "acme/container/web");
  EXPECT_EQ(mutations[0].version_id, 1);
  EXPECT_EQ(mutations[0].token, "admin");
}

TEST(DeleteVersion, TwiceIsNotFound) {
  GitHub github(one("type: container, name: web, versions: [{ id: 1 }, { id: 2 }]"));
  EXPECT_EQ(github.del(kWeb + "/versions/1").status, 204);
  const Answer again = github.del(kWeb + "/versions/1");
  EXPECT_EQ(again.status, 404);
  EXPECT_EQ(message(again), "Package version not found.");
  EXPECT_EQ(github.simulator.mutations().size(), 1U);
}

TEST(DeleteVersion, RefusesPopularPublicVersions) {
  GitHub github(
      one("type: npm, name: kit, visibility: public, versions: [{ id: 1, name: '1', downloads: 5001 }, "
          "{ id: 2, name: '2', downloads: 5000 }, { id: 3, name: '3' }]"));
  const Answer popular = github.del("/orgs/acme/packages/npm/kit/versions/1");
  EXPECT_EQ(popular.status, 400);
  EXPECT_EQ(message(popular), kDownloads);
  EXPECT_EQ(github.del("/orgs/acme/packages/npm/kit/versions/2").status, 204);
}

TEST(DeleteVersion, DoesNotCountDownloadsOfPrivateVersions) {
  GitHub github(one("type: npm, name: kit, versions: [{ id: 1, name: '1', downloads: 9000 }, { id: 2, name: '2' }]"));
  EXPECT_EQ(github.del("/orgs/acme/packages/npm/kit/versions/1").status, 204);
}

TEST(DeleteVersion, RefusesTheLastVersion) {
  GitHub github(one("type: npm, name: kit, versions: [{ id: 1, name: '1' }]"));
  const Answer answer = github.del("/orgs/acme/packages/npm/kit/versions/1");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(message(answer), kLast);
}

TEST(DeleteVersion, RefusesTheLastTaggedContainerEvenBesideUntaggedOnes) {
  GitHub github(one("type: container, name: web, versions: [{ id: 1, tags: [a] }, { id: 2 }]"));
  EXPECT_EQ(message(github.del(kWeb + "/versions/1")), kLastTagged);
  EXPECT_EQ(github.del(kWeb + "/versions/2").status, 204);
  EXPECT_EQ(message(github.del(kWeb + "/versions/1")), kLast);
}

TEST(DeleteVersion, ReportsEitherOfTwoRefusalsFirst) {
  GitHub github(one("type: npm, name: kit, visibility: public, versions: [{ id: 1, name: '1', downloads: 9000 }]"));
  EXPECT_EQ(message(github.del("/orgs/acme/packages/npm/kit/versions/1")), kDownloads);
  github.simulator.set_switches("{ refusal_order: last_version_first }");
  EXPECT_EQ(message(github.del("/orgs/acme/packages/npm/kit/versions/1")), kLast);
}

TEST(DeleteVersion, OfAnIndexLeavesItsChildrenAndOfAChildLeavesABrokenIndex) {
  GitHub github(
      one("type: container, name: web, versions: [{ id: 1, label: c }, { id: 2, tags: [x], index: [c] }, "
          "{ id: 3, tags: [y] }]"));
  EXPECT_EQ(github.del(kWeb + "/versions/1").status, 204);
  EXPECT_THAT(ids(github.simulator.active("acme", "container", "web")), ElementsAre(2, 3));
  EXPECT_EQ(github.post(kWeb + "/versions/1/restore").status, 204);
  EXPECT_EQ(github.del(kWeb + "/versions/2").status, 204);
  EXPECT_THAT(ids(github.simulator.active("acme", "container", "web")), ElementsAre(1, 3));
}

TEST(DeleteVersion, IgnoresBodiesAndUnknownQueryKeys) {
  GitHub github(one("type: container, name: web, versions: [{ id: 1 }, { id: 2 }]"));
  EXPECT_EQ(github.send("DELETE", kWeb + "/versions/1?x=1", "t-admin", "", "{\"a\":1}").status, 204);
  EXPECT_EQ(github.send("POST", kWeb + "/versions/1/restore?x=1", "t-admin", "", "junk").status, 204);
}

TEST(RestoreVersion, BringsBackIdNameCreationAndTags) {
  GitHub github(one("type: container, name: web, versions: [{ id: 1, tags: [a], created: 9d }, { id: 2, tags: [b] }]"));
  const auto before = github.simulator.active("acme", "container", "web").front();
  EXPECT_EQ(github.del(kWeb + "/versions/1").status, 204);
  github.simulator.advance(std::chrono::days{30});
  EXPECT_EQ(github.post(kWeb + "/versions/1/restore").status, 204);
  const auto after = github.simulator.active("acme", "container", "web").front();
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(after.name, before.name);
  EXPECT_EQ(after.created, before.created);
  EXPECT_EQ(after.tags, before.tags);
  EXPECT_EQ(after.updated, github.simulator.now());
}

TEST(RestoreVersion, EndsAfterThirtyDays) {
  GitHub github(one("type: container, name: web, versions: [{ id: 1 }, { id: 2 }]"));
  EXPECT_EQ(github.del(kWeb + "/versions/1").status, 204);
  github.simulator.advance(std::chrono::days{30} + std::chrono::seconds{1});
  EXPECT_EQ(message(github.post(kWeb + "/versions/1/restore")), "Package version not found.");
}

TEST(RestoreVersion, OfAnActiveOrUnknownVersionIsNotFound) {
  GitHub github(one("type: container, name: web, versions: [{ id: 1 }, { id: 2 }]"));
  EXPECT_EQ(github.post(kWeb + "/versions/9/restore").status, 404);
  EXPECT_EQ(github.post(kWeb + "/versions/1/restore").status, 404);
  github.simulator.set_switches("{ restore_active_status: 204 }");
  EXPECT_EQ(github.post(kWeb + "/versions/1/restore").status, 204);
  EXPECT_TRUE(github.simulator.mutations().empty()) << "nothing changed";
}

TEST(RestoreVersion, LeavesTagsThatHaveMovedOn) {
  GitHub github(one("type: container, name: web, versions: [{ id: 1, tags: [latest, v1] }, { id: 2, tags: [v2] }]"));
  EXPECT_EQ(github.del(kWeb + "/versions/1").status, 204);
  github.simulator.move_tag("acme", "container", "web", "latest", 2);
  EXPECT_EQ(github.post(kWeb + "/versions/1/restore").status, 204);
  const auto active = github.simulator.active("acme", "container", "web");
  EXPECT_THAT(active[0].tags, ElementsAre("v1"));
  EXPECT_THAT(active[1].tags, ElementsAre("v2", "latest"));
}

TEST(RestoreVersion, GetsATagThatIsThenTakenByAPushLikeAnyOther) {
  GitHub github(one("type: container, name: web, versions: [{ id: 1, tags: [a, b] }, { id: 2, tags: [c] }]"));
  EXPECT_EQ(github.del(kWeb + "/versions/1").status, 204);
  const auto third = github.simulator.push("acme", "container", "web", "{ tags: [a, d] }");
  EXPECT_EQ(github.del(kWeb + "/versions/" + std::to_string(third)).status, 204);
  EXPECT_EQ(github.post(kWeb + "/versions/1/restore").status, 204);
  EXPECT_EQ(github.post(kWeb + "/versions/" + std::to_string(third) + "/restore").status, 204);
  github.simulator.push("acme", "container", "web", "{ tags: [b] }");
  const auto active = github.simulator.active("acme", "container", "web");
  ASSERT_EQ(active.size(), 4U);
  EXPECT_THAT(active[0].tags, ElementsAre("a"));
  EXPECT_THAT(active[2].tags, ElementsAre("d"));
  EXPECT_THAT(active[3].tags, ElementsAre("b"));
}

TEST(RestoreVersion, CanLoseAllTags) {
  GitHub github(one("type: container, name: web, versions: [{ id: 1, tags: [v1] }, { id: 2, tags: [v2] }]") +
                "switches: { restored_tags: lost }");
  EXPECT_EQ(github.del(kWeb + "/versions/1").status, 204);
  EXPECT_EQ(github.post(kWeb + "/versions/1/restore").status, 204);
  EXPECT_TRUE(github.simulator.active("acme", "container", "web")[0].tags.empty());
}

TEST(RestoreVersion, IsRefusedWhenTheNameWasUsedAgain) {
  GitHub github(one("type: npm, name: kit, versions: [{ id: 1, name: 1.0.0 }, { id: 2, name: 2.0.0 }]"));
  EXPECT_EQ(github.del("/orgs/acme/packages/npm/kit/versions/1").status, 204);
  github.simulator.push("acme", "npm", "kit", "{ name: 1.0.0 }");
  const std::string restore = "/orgs/acme/packages/npm/kit/versions/1/restore";
  for (const int status : {404, 409, 422}) {
    github.simulator.set_switches("{ restore_reused_status: " + std::to_string(status) + " }");
    EXPECT_EQ(github.post(restore).status, status);
  }
}

TEST(DeletePackage, TakesAllVersionsAndRestoreBringsThoseBack) {
  GitHub github(
      one("type: npm, name: kit, versions: [{ id: 1, name: '1' }, { id: 2, name: '2' }, { id: 3, name: '3' }]"));
  const std::string kit = "/orgs/acme/packages/npm/kit";
  EXPECT_EQ(github.del(kit + "/versions/1").status, 204);
  EXPECT_EQ(github.del(kit).status, 204);
  EXPECT_EQ(message(github.get(kit)), "Package not found.");
  EXPECT_EQ(github.get(kit + "/versions?state=deleted").status, 404);
  EXPECT_EQ(github.post(kit + "/versions/2/restore").status, 404);
  EXPECT_EQ(github.del(kit).status, 404);
  EXPECT_EQ(github.post(kit + "/restore?token=anything").status, 204);
  EXPECT_THAT(ids(github.simulator.active("acme", "npm", "kit")), ElementsAre(2, 3));
  EXPECT_THAT(ids(github.simulator.deleted("acme", "npm", "kit")), ElementsAre(1));
}

TEST(DeletePackage, LeavesItsNameToWhoeverPushesNext) {
  GitHub github(one("type: npm, name: kit, id: 7, visibility: public, versions: [{ id: 1, name: '1' }]"));
  const std::string kit = "/orgs/acme/packages/npm/kit";
  EXPECT_EQ(github.del(kit).status, 204);
  github.simulator.push("acme", "npm", "kit", "{ name: 2.0.0 }");
  const auto fresh = nlohmann::json::parse(github.get(kit).body);
  EXPECT_NE(fresh["id"], 7);
  EXPECT_EQ(fresh["visibility"], "private");
  EXPECT_EQ(github.post(kit + "/restore").status, 404);
  EXPECT_EQ(github.del(kit).status, 204);
}

TEST(DeletePackage, RefusesWhenAnyPublicVersionIsPopular) {
  GitHub github(
      one("type: npm, name: kit, visibility: public, versions: [{ name: '1', downloads: 9000 }, { name: '2' }]"));
  EXPECT_EQ(message(github.del("/orgs/acme/packages/npm/kit")), kDownloads);
  github.simulator.set_switches("{ package_delete_checks_downloads: false }");
  EXPECT_EQ(github.del("/orgs/acme/packages/npm/kit").status, 204);
}

TEST(RestorePackage, NeedsADeletedOneWithinThirtyDaysAndAFreeName) {
  GitHub github(R"(
packages:
  - { owner: acme, type: npm, name: gone, deleted: 31d, versions: [{ name: "1", created: 90d }] }
  - { owner: acme, type: npm, name: used, deleted: 3d, versions: [{ name: "1", created: 90d }] }
  - { owner: acme, type: npm, name: used, versions: [{ name: "1" }] }
  - { owner: acme, type: npm, name: back, deleted: 3d, versions: [{ name: "1", created: 90d }] }
)");
  const std::string npm = "/orgs/acme/packages/npm/";
  EXPECT_EQ(github.post(npm + "gone/restore").status, 404);
  EXPECT_EQ(github.post(npm + "never/restore").status, 404);
  EXPECT_EQ(github.post(npm + "used/restore").status, 404);
  github.simulator.set_switches("{ restore_reused_status: 409 }");
  EXPECT_EQ(github.post(npm + "used/restore").status, 409);
  EXPECT_EQ(github.post(npm + "back/restore", "t-member").status, 404);
  EXPECT_EQ(github.post(npm + "back/restore").status, 204);
  EXPECT_EQ(github.post(npm + "back/restore").status, 404);
}

}  // namespace
}  // namespace retention::simulator::test
