#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/test/github.h"

namespace retention::simulator::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kWeb = R"(
packages:
  - { owner: acme, type: container, name: web, versions: [{ id: 1, tags: [a] }, { id: 2, tags: [b] }] }
  - { owner: acme, type: maven, name: com.acme.lib, versions: [{ id: 11, name: "1" }, { id: 12, name: "2" }] }
  - { owner: vault, type: container, name: safe, versions: [{ id: 21, tags: [a] }] }
)";

const std::string kVersion = "/orgs/acme/packages/container/web/versions/1";
const std::string kVersions = "/orgs/acme/packages/container/web/versions";

TEST(Admission, RefusesARequestWithoutUserAgentAsHtml) {
  GitHub github(kWeb);
  const Answer answer = ask(github.simulator.port(), "GET", "/user", "Authorization: Bearer t-admin\r\n");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.headers.get("Content-Type"), "text/html");
  EXPECT_THAT(answer.body, HasSubstr("Request forbidden by administrative rules."));
}

TEST(Admission, RefusesAnUnknownApiVersionAndARetiredOne) {
  GitHub github(std::string(kWeb) + "switches: { retired_api_versions: [2022-11-28] }");
  EXPECT_EQ(github.get("/user", "t-admin", "X-GitHub-Api-Version: 2021-01-01\r\n").status, 400);
  EXPECT_EQ(github.get("/user", "t-admin", "X-GitHub-Api-Version: 2022-11-28\r\n").status, 410);
  const Answer newest = github.get("/user", "t-admin", "X-GitHub-Api-Version: 2026-03-10\r\n");
  EXPECT_EQ(newest.status, 200);
  EXPECT_EQ(newest.headers.get("X-GitHub-Api-Version-Selected"), "2026-03-10");
}

TEST(Admission, AnswersTheOldestApiVersionWithoutAHeader) {
  GitHub github(kWeb);
  EXPECT_EQ(github.get("/user").headers.get("X-GitHub-Api-Version-Selected"), "2022-11-28");
}

TEST(Admission, AsksForAuthenticationWithoutAToken) {
  GitHub github(kWeb);
  const Answer answer = github.get("/orgs/acme/packages?package_type=container", "");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(message(answer), "Requires authentication");
}

TEST(Admission, RefusesUnknownAndExpiredTokens) {
  GitHub github(kWeb);
  for (const char* token : {"t-nobody", "t-old"}) {
    const Answer answer = github.get("/user", token);
    EXPECT_EQ(answer.status, 401) << token;
    EXPECT_EQ(message(answer), "Bad credentials") << token;
  }
  github.simulator.set_now(*parse_time("2026-02-28"));
  const Answer early = github.get("/user", "t-old");
  EXPECT_EQ(early.status, 200);
  EXPECT_EQ(early.headers.get("GitHub-Authentication-Token-Expiration"), "2026-03-01 00:00:00 UTC");
}

TEST(Admission, AcceptsTheThreeWaysToSendAToken) {
  GitHub github(kWeb);
  for (const char* value : {"Bearer t-admin", "token t-admin", "Basic b2xpdmlhOnQtYWRtaW4="}) {
    const Answer answer = github.get("/user", "", std::string("Authorization: ") + value + "\r\n");
    EXPECT_EQ(answer.status, 200) << value;
  }
}

TEST(Admission, RefusesEveryLoginAfterManyBadOnesForAWhile) {
  GitHub github(std::string(kWeb) + "switches: { bad_logins: 3, bad_login_block: 5m }");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(github.get("/user", "t-nobody").status, 401);
  EXPECT_EQ(github.get("/user").status, 403);
  github.simulator.advance(std::chrono::minutes{5});
  EXPECT_EQ(github.get("/user").status, 200);
}

struct ScopeCase {
  const char* method;
  const char* target;
  const char* token;
  const char* message;
};

class Scopes : public testing::TestWithParam<ScopeCase> {};

TEST_P(Scopes, AreCheckedBeforeExistence) {
  GitHub github(kWeb);
  const Answer answer = github.send(GetParam().method, GetParam().target, GetParam().token);
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(message(answer), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Refusals, Scopes,
    testing::Values(
        ScopeCase{"GET", "/orgs/none/packages?package_type=npm", "t-none",
                  "You need at least read:packages scope to list packages."},
        ScopeCase{"GET", "/orgs/acme/packages/container/none/versions", "t-none",
                  "You need at least read:packages scope to get a package's versions."},
        ScopeCase{"DELETE", "/orgs/acme/packages/container/none/versions/9", "t-reader",
                  "You need at least delete:packages and read:packages scopes to delete a package version."},
        ScopeCase{"DELETE", "/orgs/acme/packages/container/none/versions/9", "t-only-delete",
                  "You need at least delete:packages and read:packages scopes to delete a package version."},
        ScopeCase{"DELETE", "/orgs/acme/packages/container/none/versions/9", "t-writer",
                  "You need at least delete:packages and read:packages scopes to delete a package version."},
        ScopeCase{"DELETE", "/orgs/acme/packages/container/none", "t-reader",
                  "You need at least delete:packages and read:packages scopes to delete a package."},
        ScopeCase{"POST", "/orgs/acme/packages/container/none/versions/9/restore", "t-deleter",
                  "You need at least write:packages and read:packages scopes to restore a package version."},
        ScopeCase{"POST", "/orgs/acme/packages/container/none/restore", "t-deleter",
                  "You need at least write:packages and read:packages scopes to restore a package."}));

TEST(Scopes, WriteImpliesRead) {
  GitHub github(kWeb);
  EXPECT_EQ(github.get(kVersions, "t-writer").status, 200);
}

TEST(Scopes, RepoIsNeededToChangeRepositoryScopedTypesOnly) {
  GitHub github(kWeb);
  EXPECT_EQ(github.del("/orgs/acme/packages/maven/com.acme.lib/versions/11", "t-no-repo").status, 403);
  EXPECT_EQ(github.get("/orgs/acme/packages/maven/com.acme.lib/versions/11", "t-no-repo").status, 200);
  EXPECT_EQ(github.del(kVersion, "t-no-repo").status, 204);
  github.simulator.set_switches("{ repo_scope_types: [] }");
  EXPECT_EQ(github.del("/orgs/acme/packages/maven/com.acme.lib/versions/11", "t-no-repo").status, 204);
}

TEST(Scopes, AreToldInHeadersOfClassicTokensOnly) {
  GitHub github(kWeb);
  const Answer admin = github.get("/user", "t-admin");
  EXPECT_EQ(admin.headers.get("X-OAuth-Scopes"), "delete:packages, repo, write:packages");
  EXPECT_EQ(github.get(kVersions).headers.get("X-Accepted-OAuth-Scopes"), "read:packages");
  const Answer none = github.get("/user", "t-none");
  EXPECT_TRUE(none.headers.has("X-OAuth-Scopes"));
  EXPECT_EQ(none.headers.get("X-OAuth-Scopes"), "");
  for (const char* token : {"t-fine", "t-app", "t-job"}) {
    EXPECT_FALSE(github.get("/user", token).headers.has("X-OAuth-Scopes")) << token;
  }
  EXPECT_TRUE(github.get(kVersions, "t-none").headers.has("X-OAuth-Scopes")) << "a refusal tells them too";
  EXPECT_EQ(github.send("HEAD", "/", "t-admin").headers.get("X-OAuth-Scopes"), "delete:packages, repo, write:packages");
}

TEST(TokenKinds, FineGrainedAndInstallationTokensReachNoPackage) {
  GitHub github(kWeb);
  EXPECT_EQ(message(github.get(kVersions, "t-fine")), "Resource not accessible by personal access token");
  EXPECT_EQ(message(github.get(kVersions, "t-app")), "Resource not accessible by integration");
  EXPECT_EQ(github.get("/user", "t-fine").status, 200);
  EXPECT_EQ(github.get("/user", "t-app").status, 403);
}

TEST(TokenKinds, AnActionsTokenCannotListContainersNorUseSelf) {
  GitHub github(kWeb);
  const Answer list = github.get("/orgs/acme/packages?package_type=container", "t-job");
  EXPECT_EQ(list.status, 400);
  EXPECT_EQ(message(list), "Invalid argument.");
  EXPECT_EQ(github.get("/orgs/acme/packages?package_type=maven", "t-job").status, 200);
  EXPECT_EQ(github.get("/user/packages?package_type=npm", "t-job").status, 403);
  EXPECT_EQ(github.get("/user", "t-job").status, 403);
  EXPECT_EQ(github.del(kVersion, "t-job").status, 204);
  EXPECT_EQ(github.del("/orgs/acme/packages/maven/com.acme.lib/versions/11", "t-job").status, 404);
}

TEST(SingleSignOn, RefusesATokenTheOrganisationHasNotAuthorised) {
  GitHub github(kWeb);
  const Answer answer = github.get("/orgs/vault/packages?package_type=container", "t-reader");
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(std::string(answer.headers.get("X-GitHub-SSO")), StartsWith("required; url=https://"));
  EXPECT_THAT(message(answer), StartsWith("Resource protected by organization SAML enforcement."));
  EXPECT_EQ(github.get("/orgs/vault/packages/container/safe", "t-sso").status, 200);
  github.simulator.set_switches("{ sso_status: 404 }");
  EXPECT_EQ(github.get("/orgs/vault/packages?package_type=container", "t-reader").status, 404);
}

TEST(SingleSignOn, LeavesOutRowsLinkedToAnUnauthorisedOrganisation) {
  GitHub github(R"(
packages:
  - { owner: olivia, type: npm, name: mine, versions: [{ name: "1" }] }
  - { owner: olivia, type: npm, name: theirs, repository: vault/theirs, versions: [{ name: "1" }] }
)");
  const Answer partial = github.get("/user/packages?package_type=npm");
  EXPECT_EQ(partial.headers.get("X-GitHub-SSO"), "partial-results; organizations=7000");
  EXPECT_EQ(row_ids(partial).size(), 1U);
  const Answer whole = github.get("/user/packages?package_type=npm", "t-sso");
  EXPECT_FALSE(whole.headers.has("X-GitHub-SSO"));
  EXPECT_EQ(row_ids(whole).size(), 2U);
}

TEST(Admin, MissingIsAnsweredAsIfThePackageDidNotExist) {
  GitHub github(kWeb);
  EXPECT_EQ(github.get(kVersion, "t-member").status, 200);
  const Answer refused = github.del(kVersion, "t-member");
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(message(refused), "Package not found.");
  EXPECT_EQ(github.post(kVersion + "/restore", "t-member").status, 404);
  EXPECT_EQ(ids(github.simulator.active("acme", "container", "web")), (std::vector<std::int64_t>{1, 2}));
}

TEST(Existence, UnknownAndUnreadablePackagesLookTheSame) {
  GitHub github(kWeb);
  EXPECT_EQ(message(github.get("/orgs/acme/packages/container/none")), "Package not found.");
  EXPECT_EQ(message(github.get("/orgs/acme/packages/container/web", "t-stranger")), "Package not found.");
  EXPECT_EQ(message(github.get("/orgs/nobody/packages/container/web")), "Package not found.");
  EXPECT_EQ(message(github.get("/orgs/acme/packages/container/web/versions/99")), "Package version not found.");
  EXPECT_EQ(message(github.del("/orgs/acme/packages/container/web/versions/99")), "Package version not found.");
}

TEST(Existence, TheOrgsFormRefusesUsersAndTheUsersFormTakesOrganisations) {
  GitHub github(kWeb);
  const Answer as_org = github.get("/orgs/olivia/packages?package_type=npm");
  EXPECT_EQ(as_org.status, 404);
  EXPECT_EQ(message(as_org), "Not Found");
  EXPECT_EQ(github.get("/users/acme/packages/container/web").status, 200);
  EXPECT_EQ(github.get("/orgs/ACME/packages/container/web").status, 200);
  EXPECT_EQ(github.get("/orgs/acme/packages/container/Web").status, 404);
}

TEST(Existence, AFormerLoginIsRedirectedUnderTheNumericOwner) {
  GitHub github(kWeb);
  const Answer moved = github.get("/orgs/acme-old/packages?package_type=npm&page=2");
  EXPECT_EQ(moved.status, 301);
  EXPECT_EQ(moved.headers.get("Location"),
            github.simulator.url() + "/organizations/9919/packages?package_type=npm&page=2");
  github.simulator.set_switches("{ redirect_path: login, redirect_status: 307 }");
  const Answer renamed = github.del("/orgs/acme-old/packages/container/web/versions/1");
  EXPECT_EQ(renamed.status, 307);
  EXPECT_EQ(renamed.headers.get("Location"), github.simulator.url() + kVersion);
  EXPECT_TRUE(github.simulator.mutations().empty());
}

}  // namespace
}  // namespace retention::simulator::test
