// The acceptance cases on what GitHub refuses and how its API behaves, through the whole program.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class PlatformCases : public WholeProgram {
 protected:
  // Deletes everything in the packages of a type, as far as GitHub lets it.
  void delete_everything_of(const std::string& type) {
    policies("  - name: p\n    owner: org:acme\n    type: " + type +
             "\n    packages: [\"*\"]\n    delete: [{ name: all, everything: true }]\n");
  }

  std::size_t requests_of(const std::string& operation) {
    const auto requests = sim().requests();
    return static_cast<std::size_t>(std::ranges::count(requests, operation, &simulator::RequestRecord::operation));
  }
};

TEST_F(PlatformCases, Case43TheLastTaggedVersionIsRetainedWithoutACall) {
  github(
      "  - owner: acme\n    type: container\n    name: app\n    versions:\n"
      "      - { id: 1, tags: [pr-1], created: 40d }\n");
  delete_everything_of("container");

  const Output output = run({"apply"});

  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_THAT(delete_calls(), IsEmpty());
  EXPECT_THAT(output.out, HasSubstr("last tagged"));
}

TEST_F(PlatformCases, Case43OfSeveralMatchingTaggedVersionsTheNewestIsRetained) {
  github(
      "  - owner: acme\n    type: container\n    name: app\n    versions:\n"
      "      - { id: 1, tags: [\"pr-{n}\"], created: 10d, step: 1d, count: 4 }\n");
  delete_everything_of("container");

  EXPECT_EQ(run({"apply"}).status, 0);

  EXPECT_THAT(active("container", "app"), ElementsAre(1));
}

TEST_F(PlatformCases, Case44TooManyDownloadsAreRememberedAndNotAskedAgain) {
  github(
      "  - owner: acme\n    type: npm\n    name: lib\n    visibility: public\n    versions:\n"
      "      - { id: 1, name: 1.0.0, created: 40d, downloads: 6000 }\n"
      "      - { id: 2, name: 1.0.1, created: 30d }\n"
      "      - { id: 3, name: 1.0.2, created: 20d }\n");
  delete_everything_of("npm");

  const Output first = run({"apply"});
  EXPECT_EQ(first.status, 0) << first.out << first.err;
  EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 3)) << "the run goes on after the refusal";
  EXPECT_THAT(first.out, HasSubstr("more than 5000 downloads"));

  sim().clear_log();
  const Output second = run({"apply"});
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_THAT(delete_calls(), Not(testing::Contains(1))) << "not again within the hold-off";
}

TEST_F(PlatformCases, Case44TheSameStatusForTheLastVersionIsToldApart) {
  github(
      "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
      "      - { id: 1, name: 1.0.0, created: 40d }\n"
      "      - { id: 2, name: 1.0.1, created: 30d }\n",
      "faults:\n"
      "  - { operation: delete_version, times: 1, status: 400, message: \"You cannot delete the last version of a "
      "package. You must delete the package instead.\" }\n");
  delete_everything_of("npm");

  const Output output = run({"apply"});

  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_THAT(output.out, AllOf(HasSubstr("last version"), Not(HasSubstr("downloads"))));
}

TEST_F(PlatformCases, Case46AFailingPageMeansNoDeletionInThatPackage) {
  github(
      "  - owner: acme\n    type: npm\n    name: broken\n    versions:\n"
      "      - { id: 1000, name: \"1.0.{n}\", created: 40d, step: 1h, count: 150 }\n"
      "  - owner: acme\n    type: npm\n    name: whole\n    versions:\n"
      "      - { id: 1, name: 1.0.0, created: 40d }\n"
      "      - { id: 2, name: 1.0.1, created: 30d }\n",
      "faults:\n"
      "  - { operation: list_versions, package: acme/npm/broken, page: 2, status: 500 }\n");
  delete_everything_of("npm");

  const Output output = run({"apply"});

  EXPECT_EQ(output.status, 7) << output.out << output.err;
  EXPECT_THAT(delete_calls(), ElementsAre(1)) << "the other package goes on";
  EXPECT_THAT(output.out, HasSubstr("acme/npm/broken"));
}

TEST_F(PlatformCases, Case50ListsNoMorePagesThanThereAre) {
  github(
      "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
      "      - { id: 1000, name: \"1.0.{n}\", created: 40d, step: 1h, count: 250 }\n");
  delete_everything_of("npm");
  EXPECT_EQ(run({"plan"}).status, 0);
  EXPECT_EQ(requests_of("list_versions"), 3U);

  std::filesystem::remove_all(folder().path() + "/state");
  github(
      "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
      "      - { id: 1000, name: \"1.0.{n}\", created: 40d, step: 1h, count: 200 }\n");
  delete_everything_of("npm");
  EXPECT_EQ(run({"plan"}).status, 0);
  EXPECT_EQ(requests_of("list_versions"), 2U);
}

TEST_F(PlatformCases, Case52ASlashInANameIsEncodedOnce) {
  github(
      "  - owner: acme\n    type: container\n    name: kas/kas\n    versions:\n"
      "      - { id: 1, tags: [\"pr-{n}\"], created: 10d, step: 1d, count: 2 }\n");
  delete_everything_of("container");

  EXPECT_EQ(run({"apply"}).status, 0);

  EXPECT_THAT(delete_calls(), ElementsAre(2));
  for (const auto& request : sim().requests()) {
    if (request.package.empty()) continue;
    const bool of_registry = request.operation.starts_with("registry_");
    EXPECT_THAT(request.target, HasSubstr(of_registry ? "/kas/kas/" : "/kas%2Fkas/"));
  }
  EXPECT_EQ(requests_of("registry_manifest"), 2U);
}

TEST_F(PlatformCases, Case52AnOwnerIsAddressedAsItIsWritten) {
  github(
      "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
      "      - { id: 1, name: 1.0.0, created: 40d }\n"
      "      - { id: 2, name: 1.0.1, created: 30d }\n");
  delete_everything_of("npm");
  change("org:acme", "org:AcMe");

  EXPECT_EQ(run({"apply"}).status, 0);

  EXPECT_THAT(delete_calls(), ElementsAre(1));
}

TEST_F(PlatformCases, Case54WithoutTheDeleteScopeALiveRunIsRefusedAndADryRunIsNot) {
  github(
      "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
      "      - { id: 1, name: 1.0.0, created: 40d }\n"
      "      - { id: 2, name: 1.0.1, created: 30d }\n");
  delete_everything_of("npm");
  environment()["TOKEN"] = "ghp_reader";

  const Output refused = run({"apply"});
  EXPECT_EQ(refused.status, 6) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("delete:packages"));
  EXPECT_EQ(mutating_requests(), 0U);
  EXPECT_EQ(requests_of("list_packages"), 0U) << "the scopes are checked before anything else";

  EXPECT_EQ(run({"plan"}).status, 0);
}

TEST_F(PlatformCases, Case54ATokenWithoutAnyScopeIsRefusedBeforeAnythingIsAsked) {
  world(
      "owners:\n  - { login: acme, id: 4242, admins: [robot] }\n"
      "tokens:\n  - { value: ghp_everything, user: robot, scopes: [] }\n"
      "packages:\n  - { owner: acme, type: npm, name: lib, versions: [{ name: 1.0.0 }] }\n");
  delete_everything_of("npm");

  const Output planned = run({"plan"});
  EXPECT_EQ(planned.status, 6) << planned.out << planned.err;
  EXPECT_THAT(planned.err, AllOf(HasSubstr("lacks the scope read:packages, needed"), HasSubstr("it has: none")));
  const Output applied = run({"apply"});
  EXPECT_EQ(applied.status, 6) << applied.out << applied.err;
  EXPECT_THAT(applied.err, HasSubstr("lacks the scope read:packages, delete:packages, needed to delete"));
  const Output checked = run({"check", "--online"});
  EXPECT_EQ(checked.status, 6) << checked.out << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("delete:packages"));
  for (const auto& request : sim().requests()) EXPECT_EQ(request.operation, "rate_limit");
}

TEST_F(PlatformCases, Case55NamesOfDeletedPackagesAreLeftOut) {
  github(
      "  - owner: acme\n    type: npm\n    name: deleted_lib_1\n    versions:\n"
      "      - { id: 1, name: 1.0.0, created: 40d }\n"
      "      - { id: 2, name: 1.0.1, created: 30d }\n"
      "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
      "      - { id: 11, name: 1.0.0, created: 40d }\n"
      "      - { id: 12, name: 1.0.1, created: 30d }\n");
  delete_everything_of("npm");

  const Output output = run({"apply"});

  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_THAT(delete_calls(), ElementsAre(11));
  EXPECT_THAT(output.out, Not(HasSubstr("deleted_lib_1")));
}

TEST_F(PlatformCases, Case56ANewlineAfterTheTokenIsTrimmedAndAnEmptyTokenIsAnError) {
  github(
      "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
      "      - { id: 1, name: 1.0.0, created: 40d }\n");
  delete_everything_of("npm");
  change("{ env: TOKEN }", "{ file: token }");
  folder().write("token", "ghp_everything\n");
  EXPECT_EQ(run({"plan"}).status, 0);

  folder().write("token", "\n");
  const Output empty = run({"plan"});
  EXPECT_EQ(empty.status, 2) << empty.err;
  EXPECT_THAT(empty.err, HasSubstr("holds no token"));
}

TEST_F(PlatformCases, Case57ADryRunListsExactlyWhatALiveRunDeletesAndCallsNothing) {
  github(
      "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
      "      - { id: 100, name: \"1.0.{n}\", created: 250h, step: 10d, count: 20 }\n"
      "  - owner: acme\n    type: container\n    name: app\n    versions:\n"
      "      - { id: 200, tags: [\"pr-{n}\"], created: 250h, step: 10d, count: 20 }\n"
      "      - { id: 300, created: 90d }\n");
  policies(
      "  - name: p\n    owner: org:acme\n    type: [npm, container]\n    packages: [\"*\"]\n"
      "    keep: [{ name: three, newest: 3 }]\n"
      "    delete: [{ name: old, older_than: 60d }]\n");

  const Output plan = run({"plan", "--format", "json"});
  ASSERT_EQ(plan.status, 0) << plan.err;
  EXPECT_EQ(mutating_requests(), 0U);
  std::vector<std::int64_t> planned;
  const nlohmann::json report = nlohmann::json::parse(plan.out);
  for (const auto& package : report.at("packages")) {
    for (const auto& decision : package.at("decisions")) {
      if (decision.at("decision") == "delete") planned.push_back(decision.at("version_id").get<std::int64_t>());
    }
  }
  std::ranges::sort(planned);

  EXPECT_EQ(run({"apply", "--dry-run"}).status, 0);
  EXPECT_EQ(mutating_requests(), 0U);

  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_EQ(delete_calls(), planned);
  EXPECT_THAT(planned, Not(IsEmpty()));
}

TEST_F(PlatformCases, Case61ADurationThatMeansNothingIsAnErrorAndNotNoFilter) {
  github(
      "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
      "      - { id: 1, name: 1.0.0, created: 40d }\n"
      "      - { id: 2, name: 1.0.1, created: 30d }\n");
  for (const std::string age : {"5", "abc", "-5d"}) {
    policies(
        "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
        "    delete: [{ name: old, older_than: " +
        age + " }]\n");
    const Output output = run({"apply"});
    EXPECT_EQ(output.status, 2) << age << ": " << output.err;
    EXPECT_THAT(output.err, HasSubstr("policies[0].delete[0].older_than")) << age;
  }
  EXPECT_THAT(sim().requests(), IsEmpty());
}

}  // namespace
}  // namespace retention::test
