// What the program reads from the container registry, and what it does where it cannot: cases 14 and 15 and around.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/integration/image_world.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Json = nlohmann::json;

class ImageReads : public ImageWorld {
 protected:
  // What decides about each version in a report, by package, and nothing that depends on when it was made.
  static Json decisions_in(const Output& output) {
    EXPECT_EQ(output.status, 0) << output.err;
    Json found = Json::object();
    const Json report = Json::parse(output.out, nullptr, false);
    if (report.is_discarded()) return found;
    for (const Json& package : report["packages"]) {
      for (const Json& decision : package["decisions"]) {
        Json& one = found[package["name"].get<std::string>()][decision["version_id"].dump()];
        for (const char* key : {"decision", "layer", "policy", "rule", "kind", "parent"}) one[key] = decision[key];
        for (const Json& reason : decision["reasons"]) one["reasons"].push_back(reason["text"]);
      }
    }
    return found;
  }
};

constexpr const char* kUntagged = "    delete: [{ name: untagged, tagged: false, older_than: 7d }]\n";

// An image of two platforms with a signature, and an untagged one that goes.
constexpr const char* kImages =
    "      - { id: 1, label: c1, platform: linux/amd64, created: 40d }\n"
    "      - { id: 2, label: c2, platform: linux/arm64, created: 40d }\n"
    "      - { id: 101, label: v1, tags: [\"1.0\"], index: [c1, c2], created: 40d }\n"
    "      - { id: 11, tags: [\"sha256-{v1}.sig\"], created: 40d }\n"
    "      - { id: 21, created: 40d }\n";

TEST_F(ImageReads, Case14WithOneManifestThatCannotBeReadNothingOfThePackageGoes) {
  app("      - { id: 102, tags: [\"1.0\"], created: 40d }\n"
      "      - { id: 21, created: 40d }\n"
      "  - owner: acme\n    type: container\n    name: other\n    versions:\n"
      "      - { id: 103, tags: [\"1.0\"], created: 40d }\n"
      "      - { id: 22, created: 40d }\n",
      kUntagged);
  ASSERT_EQ(run({"plan"}).status, 0);  // these are known from now on
  sim().push("acme", "container", "app", "{ id: 101, tags: [\"2.0\"], created: 40d }");
  sim().add_fault("{ operation: registry_manifest, status: 500 }");
  sim().clear_log();

  const Output output = run({"apply"});

  EXPECT_EQ(output.status, 7) << output.out << output.err;
  EXPECT_THAT(calls(), ElementsAre(22)) << "other packages go on";
  EXPECT_EQ(requests_of("registry_manifest"), 4U) << "it is tried more than once";
  EXPECT_THAT(output.out, AllOf(HasSubstr("acme/container/app"), HasSubstr("a manifest could not be read")));
  const ToldDecision kept = told(21);
  EXPECT_EQ(kept.decision, "keep");
  EXPECT_EQ(kept.layer, "guard");

  sim().clear_faults();
  expect_deleted({21});
}

TEST_F(ImageReads, Case15ASecondRunReadsNoManifestWhenNothingChanged) {
  app(kImages, "    delete: [{ name: nothing, tags: [none] }]\n");
  ASSERT_EQ(run({"apply"}).status, 0);
  EXPECT_EQ(requests_of("registry_manifest"), 5U);
  sim().clear_log();
  ASSERT_EQ(run({"apply"}).status, 0);
  EXPECT_EQ(requests_of("registry_manifest"), 0U);
  EXPECT_EQ(requests_of("registry_token"), 0U);
  const Json report = Json::parse(run({"report", "last", "--format", "json"}).out);
  EXPECT_EQ(report["summary"]["registry_requests"], 0);
  EXPECT_GT(report["summary"]["api_requests"], 0);
}

TEST_F(ImageReads, Case52TheRegistryIsAskedInLowerCaseForAnOwnerInMixedCase) {
  world(
      "owners: [{ login: MixedCase, admins: [robot] }]\n"
      "tokens: [{ value: ghp_everything, user: robot, scopes: [write:packages, delete:packages, repo] }]\n"
      "packages:\n"
      "  - owner: MixedCase\n    type: container\n    name: team/app\n    versions:\n"
      "      - { id: 101, tags: [\"1.0\"], created: 40d }\n"
      "      - { id: 21, created: 40d }\n");
  rules(kUntagged);
  change("org:acme", "org:MixedCase");
  expect_deleted({21});
  EXPECT_EQ(requests_of("registry_manifest"), 2U);
  for (const auto& request : sim().requests()) {
    if (request.operation == "registry_manifest") {
      EXPECT_THAT(request.target, HasSubstr("/v2/mixedcase/team/app/manifests/sha256:"));
    } else if (request.operation == "delete_version") {
      EXPECT_THAT(request.target, HasSubstr("/orgs/MixedCase/packages/container/team%2Fapp/"));
    }
  }
}

TEST_F(ImageReads, OnlyWhatIsNewIsReadInALaterRun) {
  app(kImages, "    delete: [{ name: nothing, tags: [none] }]\n");
  ASSERT_EQ(run({"plan"}).status, 0);
  sim().push("acme", "container", "app", "{ id: 102, tags: [\"2.0\"] }");
  sim().clear_log();
  ASSERT_EQ(run({"apply"}).status, 0);
  EXPECT_EQ(requests_of("registry_manifest"), 1U);
}

TEST_F(ImageReads, APlanOfTheLedgerDecidesAsTheCycleAndAsksNothing) {
  app(kImages, kUntagged);
  const Json cycle = decisions_in(run({"plan", "--format", "json"}));
  ASSERT_EQ(cycle["app"].size(), 5U);
  EXPECT_EQ(cycle["app"]["21"]["decision"], "delete");
  EXPECT_EQ(cycle["app"]["2"]["parent"], 101);
  sim().clear_log();
  EXPECT_EQ(decisions_in(run({"plan", "--offline", "--format", "json"})), cycle);
  EXPECT_THAT(sim().requests(), IsEmpty());
}

TEST_F(ImageReads, APlanOfTheLedgerKnowsAfterADeletionWhatIsLeft) {
  app(kImages, kUntagged);
  ASSERT_EQ(run({"apply"}).status, 0);
  rules("    delete: [{ name: all, everything: true }]\n");
  sim().clear_log();
  const Json offline = decisions_in(run({"plan", "--offline", "--format", "json"}));
  EXPECT_THAT(sim().requests(), IsEmpty());
  EXPECT_EQ(offline["app"].size(), 4U);
  EXPECT_EQ(decisions_in(run({"plan", "--format", "json"})), offline);
}

}  // namespace
}  // namespace retention::test
