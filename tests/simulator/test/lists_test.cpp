#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/test/github.h"

namespace retention::simulator::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kWebVersions = "/orgs/acme/packages/container/web/versions";

std::string web(const std::string& versions) {
  return "packages: [{ owner: acme, type: container, name: web, versions: [" + versions + "] }]\n";
}

TEST(ListPackages, WantsAKnownType) {
  GitHub github("");
  EXPECT_EQ(github.get("/orgs/acme/packages").status, 400);
  EXPECT_EQ(github.get("/orgs/acme/packages?package_type=gradle").status, 400);
  github.simulator.set_switches("{ missing_type_status: 422 }");
  EXPECT_EQ(github.get("/orgs/acme/packages").status, 422);
}

TEST(ListPackages, FiltersByVisibilityAndHidesWhatMayNotBeRead) {
  GitHub github(R"(
packages:
  - { owner: acme, type: npm, name: a, id: 1, visibility: public }
  - { owner: acme, type: npm, name: b, id: 2, visibility: private }
  - { owner: acme, type: npm, name: c, id: 3, visibility: internal }
  - { owner: acme, type: nuget, name: d, id: 4 }
)");
  const std::string all = "/orgs/acme/packages?package_type=npm";
  EXPECT_THAT(row_ids(github.get(all)), testing::UnorderedElementsAre(1, 2, 3));
  EXPECT_THAT(row_ids(github.get(all + "&visibility=internal")), ElementsAre(3));
  EXPECT_THAT(row_ids(github.get(all, "t-stranger")), ElementsAre(1));
  EXPECT_EQ(github.get(all + "&visibility=secret").status, 400);
}

TEST(ListPackages, EndsAtTenThousandRows) {
  GitHub github("");
  const std::string list = "/orgs/acme/packages?package_type=npm&per_page=100&page=";
  EXPECT_EQ(github.get(list + "100").status, 200);
  EXPECT_EQ(github.get(list + "101").status, 400);
  EXPECT_EQ(github.get("/orgs/acme/packages?package_type=npm&page=333").status, 200);
  EXPECT_EQ(github.get("/orgs/acme/packages?package_type=npm&page=334").status, 400);
}

TEST(Paging, DefaultsToThirtyAndClampsToAHundred) {
  GitHub github(web("{ count: 120 }"));
  EXPECT_EQ(row_ids(github.get(kWebVersions)).size(), 30U);
  EXPECT_EQ(row_ids(github.get(kWebVersions + "?per_page=1000")).size(), 100U);
  EXPECT_EQ(row_ids(github.get(kWebVersions + "?per_page=0")).size(), 1U);
}

TEST(Paging, LinksNameTheOwnerByNumberInAFixedOrder) {
  GitHub github(web("{ count: 250 }"));
  const std::string base = "<" + github.simulator.url() + "/organizations/9919/packages/container/web/versions";
  const Answer middle = github.get(kWebVersions + "?per_page=100&page=2&state=active");
  const std::string query = "?per_page=100&state=active&page=";
  EXPECT_EQ(middle.headers.get("Link"), base + query + "1>; rel=\"prev\", " + base + query + "3>; rel=\"next\", " +
                                            base + query + "3>; rel=\"last\", " + base + query + "1>; rel=\"first\"");
  const Answer beyond = github.get(kWebVersions + "?per_page=100&page=4");
  EXPECT_EQ(beyond.body, "[]");
  EXPECT_EQ(beyond.headers.get("Link").find("next"), std::string::npos);
  EXPECT_FALSE(github.get("/orgs/acme/packages?package_type=container").headers.has("Link"));
}

TEST(Paging, LinksCanBeFollowedInAllForms) {
  GitHub github(R"(
packages:
  - { owner: acme, type: npm, name: kit, versions: [{ name: "{n}", count: 3 }] }
  - { owner: olivia, type: npm, name: kit, versions: [{ name: "{n}", count: 3 }] }
)");
  for (const char* form : {"/orgs/acme", "/users/acme", "/users/olivia", "/user"}) {
    const Answer first = github.get(std::string(form) + "/packages/npm/kit/versions?per_page=2");
    const std::string link(first.headers.get("Link"));
    const std::string target = link.substr(link.find('/', 8 + 1), link.find('>') - link.find('/', 8 + 1));
    EXPECT_EQ(row_ids(github.get(target)).size(), 1U) << form << " " << target;
  }
}

TEST(Paging, LastCanBeLeftOut) {
  GitHub github(web("{ count: 40 }") + "switches: { link_last: false }");
  const std::string link(github.get(kWebVersions).headers.get("Link"));
  EXPECT_THAT(link, HasSubstr("rel=\"next\""));
  EXPECT_EQ(link.find("last"), std::string::npos);
}

TEST(Paging, IsComputedAnewForEachRequestSoDeletionsShiftRows) {
  GitHub github(web("{ id: 1, count: 4, step: 1d }"));
  EXPECT_THAT(row_ids(github.get(kWebVersions + "?per_page=2")), ElementsAre(1, 2));
  github.simulator.remove(1);
  EXPECT_THAT(row_ids(github.get(kWebVersions + "?per_page=2&page=2")), ElementsAre(4));
}

TEST(ListVersions, AreNewestFirstWithTiesByIdOrScrambled) {
  GitHub github(web("{ id: 5, created: 9d }, { id: 6, created: 3d }, { id: 7, created: 9d }, { id: 8, created: 1d }"));
  EXPECT_THAT(row_ids(github.get(kWebVersions)), ElementsAre(8, 6, 7, 5));
  github.simulator.set_switches("{ order: scrambled }");
  const auto scrambled = row_ids(github.get(kWebVersions));
  EXPECT_THAT(scrambled, testing::UnorderedElementsAre(5, 6, 7, 8));
  EXPECT_THAT(scrambled, testing::Not(ElementsAre(8, 6, 7, 5)));
}

TEST(ListVersions, ShowsDeletedOnesForThirtyDaysWithTheirTags) {
  GitHub github(
      web("{ id: 1, tags: [v1], created: 90d, deleted: 29d }, { id: 2, created: 90d, deleted: 31d }, "
          "{ id: 3, tags: [v3], created: 1d }"));
  EXPECT_THAT(row_ids(github.get(kWebVersions)), ElementsAre(3));
  const Answer deleted = github.get(kWebVersions + "?state=deleted");
  EXPECT_THAT(row_ids(deleted), ElementsAre(1));
  const auto row = nlohmann::json::parse(deleted.body)[0];
  EXPECT_EQ(row["deleted_at"], "2026-02-01T12:00:00Z");
  EXPECT_EQ(row["metadata"]["container"]["tags"][0], "v1");
  github.simulator.advance(std::chrono::days{2});
  EXPECT_EQ(github.get(kWebVersions + "?state=deleted").body, "[]");
}

TEST(ListVersions, MayLagBehindADeletion) {
  GitHub github(web("{ id: 1 }, { id: 2 }") + "switches: { stale_after_delete: 30s }");
  EXPECT_EQ(github.del(kWebVersions + "/1").status, 204);
  EXPECT_THAT(row_ids(github.get(kWebVersions)), testing::UnorderedElementsAre(1, 2));
  EXPECT_EQ(github.get(kWebVersions + "/1").status, 404);
  EXPECT_EQ(github.del(kWebVersions + "/1").status, 404);
  github.simulator.advance(std::chrono::seconds{30});
  EXPECT_THAT(row_ids(github.get(kWebVersions)), ElementsAre(2));
}

TEST(Metadata, DiffersByTypeAndCanBeLeftOut) {
  GitHub github(R"(
packages:
  - { owner: acme, type: container, name: c, versions: [{ id: 1, tags: [a, b] }, { id: 4 }] }
  - { owner: acme, type: docker, name: d, versions: [{ id: 2, tags: [a] }] }
  - { owner: acme, type: npm, name: n, versions: [{ id: 3, name: 1.0.0 }] }
)");
  const auto metadata = [&](const std::string& path) {
    const auto json = nlohmann::json::parse(github.get("/orgs/acme/packages/" + path).body);
    return json.contains("metadata") ? json["metadata"].dump() : "absent";
  };
  EXPECT_EQ(metadata("container/c/versions/1"), R"({"container":{"tags":["a","b"]},"package_type":"container"})");
  EXPECT_EQ(metadata("container/c/versions/4"), R"({"container":{"tags":[]},"package_type":"container"})");
  EXPECT_EQ(metadata("docker/d/versions/2"), R"({"docker":{"tag":["a"]},"package_type":"docker"})");
  EXPECT_EQ(metadata("npm/n/versions/3"), R"({"package_type":"npm"})");
  github.simulator.set_switches("{ docker_tags_key: tags }");
  EXPECT_EQ(metadata("docker/d/versions/2"), R"({"docker":{"tags":["a"]},"package_type":"docker"})");
  github.simulator.set_switches("{ metadata: without_tags }");
  EXPECT_EQ(metadata("container/c/versions/1"), R"({"package_type":"container"})");
  github.simulator.set_switches("{ metadata: absent }");
  EXPECT_EQ(metadata("container/c/versions/1"), "absent");
}

TEST(Paths, WantEncodedSlashesAndNoTrailingOne) {
  GitHub github("packages: [{ owner: acme, type: container, name: team/web, versions: [{ id: 1 }] }]\n");
  EXPECT_EQ(github.get("/orgs/acme/packages/container/team%2Fweb").status, 200);
  EXPECT_EQ(github.get("/orgs/acme/packages/container/team%2fweb/versions/1").status, 200);
  EXPECT_EQ(github.get("/orgs/acme/packages/container/team/web").status, 404);
  EXPECT_EQ(github.get("/orgs/acme/packages/container/team%2Fweb/").status, 404);
  EXPECT_EQ(github.get("/orgs/acme/packages/container/team%252Fweb").status, 404);
  EXPECT_EQ(github.get("/orgs/acme/packages/container/team%2Fweb/versions/x").status, 404);
}

TEST(Paths, AreServedBelowApiV3TooWithLinksThatStayThere) {
  GitHub github(web("{ count: 40 }"));
  const Answer answer = github.get("/api/v3" + kWebVersions);
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(std::string(answer.headers.get("Link")), HasSubstr("/api/v3/organizations/9919/"));
}

TEST(Conditions, CanBeSwitchedOff) {
  GitHub github(web("{ id: 1 }") + "switches: { conditional_requests: false }");
  const Answer first = github.get(kWebVersions);
  EXPECT_FALSE(first.headers.has("ETag"));
  EXPECT_EQ(github.get(kWebVersions, "t-admin", "If-None-Match: *\r\n").status, 200);
}

TEST(Owners, TellTheirKind) {
  GitHub github("");
  EXPECT_EQ(nlohmann::json::parse(github.get("/users/acme").body)["type"], "Organization");
  EXPECT_EQ(nlohmann::json::parse(github.get("/users/olivia", "").body)["type"], "User");
  EXPECT_EQ(nlohmann::json::parse(github.get("/user").body)["login"], "olivia");
  EXPECT_EQ(github.get("/orgs/olivia").status, 404);
  EXPECT_EQ(github.get("/users/nobody").status, 404);
  EXPECT_EQ(nlohmann::json::parse(github.get("/versions").body).dump(), R"(["2022-11-28","2026-03-10"])");
  EXPECT_EQ(github.get("/orgs/acme/docker/conflicts").body, "[]");
}

}  // namespace
}  // namespace retention::simulator::test
