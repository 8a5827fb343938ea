#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/digest.h"
#include "tests/simulator/test/github.h"

namespace retention::simulator::test {
namespace {

using testing::HasSubstr;

const std::string kImages = R"(
packages:
  - owner: acme
    type: container
    name: Team/web
    versions:
      - { id: 1, label: amd, platform: linux/amd64 }
      - { id: 2, label: arm, platform: linux/arm64/v8 }
      - { id: 3, label: proof, attests: amd }
      - { id: 4, tags: ["1.0"], label: index, index: [amd, arm, proof] }
      - { id: 5, tags: ["sha256-{index}.sig"], subject: index, artifact_type: application/x-signature }
      - { id: 6, tags: [flat], media: docker }
      - { id: 7, tags: [raw], manifest: '{"mediaType":"application/x","any":1}' }
  - { owner: acme, type: container, name: open, visibility: public, versions: [{ id: 21, tags: [a] }] }
)";
const std::string kAccept =
    "Accept: application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json\r\n"
    "Accept: application/vnd.docker.distribution.manifest.list.v2+json\r\n"
    "Accept: application/vnd.docker.distribution.manifest.v2+json, application/x\r\n";
const std::string kManifests = "/v2/acme/team/web/manifests/";

Answer manifest(GitHub& github, const std::string& reference) {
  return github.get(kManifests + reference, base64("t-admin"), kAccept);
}

std::string code(const Answer& answer) {
  return nlohmann::json::parse(answer.body)["errors"][0]["code"];
}

TEST(Registry, ChallengesAndExchangesATokenForTheSecret) {
  GitHub github(kImages);
  const Answer challenge = github.get(kManifests + "1.0", "", kAccept);
  EXPECT_EQ(challenge.status, 401);
  EXPECT_EQ(challenge.headers.get("WWW-Authenticate"),
            "Bearer realm=\"" + github.simulator.url() +
                "/token\",service=\"ghcr.io\",scope=\"repository:acme/team/web:pull\"");
  const std::string scope = "/token?service=ghcr.io&scope=repository%3Aacme%2Fteam%2Fweb%3Apull";
  const std::string basic = "Authorization: Basic " + base64("anyone:t-admin") + "\r\n";
  const std::string token = nlohmann::json::parse(github.get(scope, "", basic).body)["token"];
  EXPECT_EQ(github.get(kManifests + "1.0", token, kAccept).status, 200);
  EXPECT_EQ(github.get(scope, "").status, 401) << "nobody gets a token for a private package";
  EXPECT_EQ(github.get(scope, "", "Authorization: Basic " + base64("x:t-nobody") + "\r\n").status, 403);
  EXPECT_EQ(github.get(scope, "", "Authorization: Basic " + base64("x:t-none") + "\r\n").status, 403);
}

TEST(Registry, GivesPublicImagesToAnybodyAfterTheExchange) {
  GitHub github(kImages);
  const std::string target = "/v2/acme/open/manifests/a";
  EXPECT_EQ(github.get(target, "", kAccept).status, 401);
  const Answer exchanged = github.get("/token?service=ghcr.io&scope=repository:acme/open:pull", "");
  const std::string token = nlohmann::json::parse(exchanged.body)["token"];
  EXPECT_EQ(github.get(target, token, kAccept).status, 200);
  EXPECT_EQ(github.get(kManifests + "1.0", token, kAccept).status, 401);
}

TEST(Registry, ExchangesATokenForOneRepositoryAndFiveMinutes) {
  GitHub github(kImages);
  const std::string basic = "Authorization: Basic " + base64("anyone:t-admin") + "\r\n";
  const auto exchanged = [&](const std::string& repository) -> std::string {
    const Answer answer = github.get("/token?service=ghcr.io&scope=repository:" + repository + ":pull", "", basic);
    return nlohmann::json::parse(answer.body)["token"];
  };
  EXPECT_EQ(github.get(kManifests + "flat", exchanged("acme/open"), kAccept).status, 401);
  const std::string token = exchanged("acme/team/web");
  github.simulator.advance(std::chrono::seconds{299});
  EXPECT_EQ(github.get(kManifests + "flat", token, kAccept).status, 200);
  github.simulator.advance(std::chrono::seconds{1});
  EXPECT_EQ(github.get(kManifests + "flat", token, kAccept).status, 401);
}

TEST(Registry, SaysWhatATokenLacks) {
  GitHub github(kImages);
  const auto refused = [&](const std::string& token) {
    return github.get("/token?scope=repository:acme/team/web:pull", "",
                      "Authorization: Basic " + base64("x:" + token) + "\r\n");
  };
  EXPECT_THAT(refused("t-none").body, HasSubstr("does not match expected scopes"));
  EXPECT_THAT(refused("t-nobody").body, HasSubstr("invalid credentials"));
}

TEST(Registry, ServesTheBytesThatTheDigestNames) {
  GitHub github(kImages);
  for (const char* reference : {"1.0", "flat"}) {
    const Answer answer = manifest(github, reference);
    ASSERT_EQ(answer.status, 200) << reference;
    EXPECT_EQ(answer.headers.get("Docker-Content-Digest"), sha256_digest(answer.body));
    EXPECT_EQ(manifest(github, sha256_digest(answer.body)).body, answer.body);
    EXPECT_EQ(answer.headers.get("Content-Type"), nlohmann::json::parse(answer.body)["mediaType"]);
  }
  const auto head = github.send("HEAD", kManifests + "1.0", base64("t-admin"), kAccept);
  EXPECT_EQ(head.status, 200);
}

TEST(Registry, WritesIndexesAttestationsAndSubjects) {
  GitHub github(kImages);
  const auto views = github.simulator.active("acme", "container", "Team/web");
  const auto index = nlohmann::json::parse(manifest(github, "1.0").body);
  ASSERT_EQ(index["manifests"].size(), 3U);
  EXPECT_EQ(index["manifests"][0]["digest"], views[0].name);
  EXPECT_EQ(index["manifests"][1]["platform"]["variant"], "v8");
  EXPECT_EQ(index["manifests"][2]["platform"]["os"], "unknown");
  EXPECT_EQ(index["manifests"][2]["annotations"]["vnd.docker.reference.digest"], views[0].name);
  EXPECT_EQ(views[4].tags[0], "sha256-" + views[3].name.substr(7) + ".sig");
  const auto signature = nlohmann::json::parse(manifest(github, views[4].name).body);
  EXPECT_EQ(signature["subject"]["digest"], views[3].name);
  EXPECT_EQ(signature["artifactType"], "application/x-signature");
  EXPECT_EQ(manifest(github, "raw").body, R"({"mediaType":"application/x","any":1})");
}

TEST(Registry, TreatsATypeThatIsNotAcceptedAsMissing) {
  GitHub github(kImages);
  const Answer answer =
      github.get(kManifests + "1.0", base64("t-admin"), "Accept: application/vnd.oci.image.manifest.v1+json\r\n");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(code(answer), "MANIFEST_UNKNOWN");
  EXPECT_THAT(answer.body, HasSubstr("OCI index found, but Accept header does not support OCI indexes"));
}

TEST(Registry, KnowsNoDeletedManifests) {
  GitHub github(kImages);
  github.simulator.remove(6);
  EXPECT_EQ(code(manifest(github, "flat")), "MANIFEST_UNKNOWN");
  EXPECT_EQ(code(github.get("/v2/acme/none/manifests/a", base64("t-admin"), kAccept)), "NAME_UNKNOWN");
}

TEST(Registry, CountsEachManifestServedAsADownload) {
  GitHub github(kImages);
  (void)manifest(github, "flat");
  (void)manifest(github, "flat");
  (void)github.send("HEAD", kManifests + "flat", base64("t-admin"), kAccept);
  EXPECT_EQ(github.simulator.active("acme", "container", "Team/web")[5].downloads, 2);
}

TEST(Registry, CanServeBytesThatTheDigestDoesNotName) {
  GitHub github(kImages + "switches: { manifest_digests: mismatched }");
  const Answer answer = manifest(github, "flat");
  EXPECT_NE(answer.headers.get("Docker-Content-Digest"), sha256_digest(answer.body));
}

TEST(Registry, HasNoReferrersApi) {
  GitHub github(kImages);
  const std::string target = "/v2/acme/team/web/referrers/sha256:" + std::string(64, 'a');
  EXPECT_EQ(github.get(target, base64("t-admin")).status, 404);
  github.simulator.set_switches("{ referrers_status: 303 }");
  EXPECT_EQ(github.get(target, base64("t-admin")).status, 303);
}

TEST(Registry, DeletesNothing) {
  GitHub github(kImages);
  const Answer answer = github.send("DELETE", kManifests + "flat", base64("t-admin"));
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(code(answer), "UNSUPPORTED");
}

TEST(Registry, RefusesBursts) {
  GitHub github(kImages + "switches: { registry_burst: 2 }");
  (void)manifest(github, "flat");
  (void)manifest(github, "flat");
  const Answer refused = manifest(github, "flat");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(code(refused), "TOOMANYREQUESTS");
  EXPECT_EQ(refused.headers.get("Retry-After"), "1");
  github.simulator.advance(std::chrono::seconds{1});
  EXPECT_EQ(manifest(github, "flat").status, 200);
}

TEST(Registry, WantsLowerCaseNamesAndAReaderOfPackages) {
  GitHub github(kImages);
  EXPECT_EQ(github.get("/v2/acme/Team/web/manifests/flat", base64("t-admin"), kAccept).status, 400);
  EXPECT_EQ(github.get(kManifests + "flat", base64("t-none"), kAccept).status, 403);
  EXPECT_EQ(github.get(kManifests + "flat", base64("t-stranger"), kAccept).status, 403);
  EXPECT_EQ(github.get("/v2/", base64("t-admin")).status, 200);
}

TEST(Registry, ListsTagsAndServesConfigs) {
  GitHub github(kImages);
  const Answer tags = github.get("/v2/acme/team/web/tags/list", base64("t-admin"));
  EXPECT_EQ(nlohmann::json::parse(tags.body)["tags"][0], "1.0");
  const std::string config = nlohmann::json::parse(manifest(github, "flat").body)["config"]["digest"];
  EXPECT_EQ(sha256_digest(github.get("/v2/acme/team/web/blobs/" + config, base64("t-admin")).body), config);
}

}  // namespace
}  // namespace retention::simulator::test
