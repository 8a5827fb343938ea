#include "daemon/github/preflight.h"
#include "tests/daemon/github/simulator_fixture.h"

namespace retention::github {
namespace {

using Kind = MutationOutcome::Kind;

class MutationTest : public SimulatorTest {
 protected:
  void start_with_kit() {
    start(R"(packages:
  - { owner: acme, type: npm, name: kit, versions: [{ name: "1.{n}.0", id: 101, count: 3 }] }
  - { owner: acme, type: npm, name: single, versions: [{ name: 1.0.0, id: 201 }] }
  - { owner: acme, type: container, name: app, visibility: public, versions: [
        { tags: [a], id: 301, downloads: 5001 }, { id: 302 }, { id: 303, tags: [b] }] }
  - { owner: acme, type: container, name: lone, versions: [{ tags: [a], id: 401 }, { id: 402 }] }
)");
  }
};

TEST_F(MutationTest, DeletesAndRestores) {
  start_with_kit();
  const Package kit = package(PackageType::npm, "kit");
  EXPECT_EQ(remove(kit, 102).kind, Kind::done);
  EXPECT_EQ(simulator::ids(simulator_->active("acme", "npm", "kit")), (std::vector<std::int64_t>{101, 103}));
  EXPECT_EQ(client_->active_version(kit, VersionId{102}).value(), std::nullopt);
  const auto deleted = client_->deleted_versions(kit);
  ASSERT_EQ(deleted->versions.size(), 1U);
  EXPECT_EQ(deleted->versions.at(0).version.id, VersionId{102});
  EXPECT_EQ(deleted->versions.at(0).deleted_at, seconds_of(clock_.now()));
  EXPECT_EQ(remove(kit, 102).kind, Kind::not_found) << "twice";
  EXPECT_EQ(restore(kit, 102).kind, Kind::done);
  EXPECT_EQ(simulator::ids(simulator_->active("acme", "npm", "kit")).size(), 3U);
}

TEST_F(MutationTest, NamesTheRefusalsOfThePlatform) {
  start_with_kit();
  EXPECT_EQ(remove(package(PackageType::npm, "single"), 201).refusal, Refusal::last_version);
  EXPECT_EQ(remove(package(PackageType::container, "lone"), 401).refusal, Refusal::last_tagged);
  const auto popular = remove(package(PackageType::container, "app"), 301);
  EXPECT_EQ(popular.kind, Kind::refused);
  EXPECT_EQ(popular.refusal, Refusal::downloads);
  EXPECT_EQ(popular.http_status, 400);
  EXPECT_FALSE(popular.request_id.empty());
  EXPECT_TRUE(simulator_->mutations().empty());
}

TEST_F(MutationTest, A500AfterTheEffectIsUnknownAndSentOnce) {
  start_with_kit();
  const Package kit = package(PackageType::npm, "kit");
  simulator_->add_fault("{ operation: delete_version, moment: after, status: 500 }");
  EXPECT_EQ(remove(kit, 101).kind, Kind::unknown);
  EXPECT_EQ(calls("delete_version"), 1);
  EXPECT_EQ(client_->active_version(kit, VersionId{101}).value(), std::nullopt) << "a read decides";
}

TEST_F(MutationTest, AResetIsUnknownAndSentOnce) {
  start_with_kit();
  const Package kit = package(PackageType::npm, "kit");
  for (const char* moment : {"before", "after"}) {
    simulator_->clear_faults();
    simulator_->clear_log();
    simulator_->add_fault("{ operation: delete_version, kind: reset, moment: " + std::string(moment) + " }");
    EXPECT_EQ(remove(kit, 101).kind, Kind::unknown) << moment;
    EXPECT_EQ(calls("delete_version"), 1) << moment;
  }
}

TEST_F(MutationTest, AMissingScopeAndAMissingRightAreTold) {
  start_with_kit();
  const Package kit = package(PackageType::npm, "kit");
  tokens_.set(Purpose::remove, "ghp_reader");
  tokens_.set(Purpose::restore, "ghp_reader");
  connect();
  EXPECT_EQ(remove(kit, 101).kind, Kind::missing_scope);
  EXPECT_EQ(restore(kit, 101).kind, Kind::missing_scope);
  tokens_.set(Purpose::remove, "ghp_member");
  connect();
  EXPECT_EQ(remove(kit, 101).kind, Kind::not_found) << "GitHub hides the missing right";
  EXPECT_TRUE(client_->active_version(kit, VersionId{101})->has_value());
  EXPECT_TRUE(simulator_->mutations().empty());
}

TEST_F(MutationTest, ARenamedOwnerIsNotDeletedFrom) {
  start_with_kit();
  Package kit = package(PackageType::npm, "kit");
  kit.owner.login = "oldname";
  EXPECT_EQ(remove(kit, 101).kind, Kind::redirected);
  EXPECT_EQ(calls("delete_version"), 1);
  EXPECT_TRUE(simulator_->mutations().empty());
}

TEST_F(MutationTest, PacedCallsDoNotTripTheSecondaryLimit) {
  start_with_kit();
  simulator_->set_switches("{ mutation_gap: 1s }");
  const Package kit = package(PackageType::npm, "kit");
  EXPECT_EQ(remove(kit, 101).kind, Kind::done);
  EXPECT_EQ(remove(kit, 102).kind, Kind::done);
  EXPECT_EQ(restore(kit, 101).kind, Kind::done);
}

TEST_F(MutationTest, ALimitIsToldAndTheNextCallWaitsForIt) {
  start_with_kit();
  const Package kit = package(PackageType::npm, "kit");
  simulator_->add_fault(
      "{ operation: delete_version, times: 1, status: 403, message: You have exceeded a secondary rate limit., "
      "headers: { retry-after: \"75\" } }");
  const auto outcome = remove(kit, 101);
  EXPECT_EQ(outcome.kind, Kind::rate_limited);
  EXPECT_EQ(outcome.retry_at, seconds_of(clock_.now()) + std::chrono::seconds{75});
  const auto before = clock_.now();
  EXPECT_EQ(remove(kit, 101).kind, Kind::done);
  EXPECT_EQ(clock_.now() - before, std::chrono::seconds{75});
}

TEST_F(MutationTest, PreflightComparesScopesBeforeAnythingElse) {
  start_with_kit();
  tokens_.set(Purpose::remove, "ghp_reader");
  connect();
  const std::vector<Need> needs{{{OwnerRoute::organization, "acme"},
                                 {PackageType::container, PackageType::npm},
                                 {Purpose::read, Purpose::remove, Purpose::restore}}};
  const auto report = preflight(*reads_, clock_, needs, RepoScopes{});
  ASSERT_TRUE(report.problem().has_value());
  EXPECT_EQ(report.problem()->code, ErrorCode::missing_scope);
  EXPECT_NE(report.problem()->message.find("delete:packages"), std::string::npos);
  EXPECT_EQ(report.clock_ahead, std::chrono::seconds{0});
  EXPECT_EQ(simulator_->requests().size(), 2U) << "one call a token";
  simulator_->set_switches("{ rate_limits: false }");
  tokens_ = test::FixedTokens("ghp_keeper");
  connect();
  EXPECT_TRUE(preflight(*reads_, clock_, needs, RepoScopes{}).sufficient());
}

}  // namespace
}  // namespace retention::github
