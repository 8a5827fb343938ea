#include "daemon/github/package_mutation_client.h"
#include "tests/daemon/github/simulator_fixture.h"

namespace retention::github {
namespace {

using Kind = MutationOutcome::Kind;

class PackageMutationTest : public SimulatorTest {
 protected:
  void start_with_packages() {
    start(R"(packages:
  - { owner: acme, type: npm, name: kit, versions: [{ name: "1.{n}.0", id: 101, count: 3 }] }
  - { owner: acme, type: container, name: team/app, visibility: public, versions: [
        { tags: [a], id: 301, downloads: 5001 }, { id: 302 }] }
)");
    kit_ = package(PackageType::npm, "kit");
  }

  MutationOutcome remove_whole(const Package& package) {
    EXPECT_EQ(gate_->await({}).kind, Permit::Answer::Kind::granted);
    return PackageRemoveClient(*channel_).delete_package(package);
  }
  MutationOutcome restore_whole(const Package& package) {
    EXPECT_EQ(gate_->await({}).kind, Permit::Answer::Kind::granted);
    return PackageRestoreClient(*channel_).restore_package(package);
  }

  Package kit_;
};

TEST_F(PackageMutationTest, DeletesAndRestoresWithItsVersions) {
  start_with_packages();
  EXPECT_EQ(remove_whole(kit_).kind, Kind::done);
  EXPECT_EQ(client_->package(acme(), PackageType::npm, "kit").error().code, ErrorCode::not_found);
  EXPECT_EQ(remove_whole(kit_).kind, Kind::not_found) << "twice";
  EXPECT_EQ(restore_whole(kit_).kind, Kind::done);
  EXPECT_EQ(client_->package(acme(), PackageType::npm, "kit").value(), kit_);
  EXPECT_EQ(simulator::ids(simulator_->active("acme", "npm", "kit")), (std::vector<std::int64_t>{101, 102, 103}));
}

TEST_F(PackageMutationTest, A500AfterTheEffectIsUnknownAndSentOnce) {
  start_with_packages();
  simulator_->add_fault("{ operation: delete_package, moment: after, status: 500 }");
  EXPECT_EQ(remove_whole(kit_).kind, Kind::unknown);
  EXPECT_EQ(calls("delete_package"), 1);
}

TEST_F(PackageMutationTest, NamesTheRefusalOfAPopularPackage) {
  start_with_packages();
  const auto outcome = remove_whole(package(PackageType::container, "team/app"));
  EXPECT_EQ(outcome.kind, Kind::refused);
  EXPECT_EQ(outcome.refusal, Refusal::downloads);
}

TEST_F(PackageMutationTest, TellsAMissingScopeFromAMissingRole) {
  start_with_packages();
  tokens_ = test::FixedTokens{"ghp_reader"};
  connect();
  EXPECT_EQ(remove_whole(kit_).kind, Kind::missing_scope);
  EXPECT_EQ(restore_whole(kit_).kind, Kind::missing_scope);
  tokens_ = test::FixedTokens{"ghp_member"};
  connect();
  EXPECT_EQ(remove_whole(kit_).kind, Kind::not_found);
  EXPECT_TRUE(simulator_->mutations().empty());
}

TEST_F(PackageMutationTest, DoesNotRestoreWhileTheNameIsTaken) {
  start_with_packages();
  EXPECT_EQ(remove_whole(kit_).kind, Kind::done);
  simulator_->push("acme", "npm", "kit", "{ name: 9.0.0 }");
  EXPECT_NE(client_->package(acme(), PackageType::npm, "kit").value().id, kit_.id);
  EXPECT_EQ(restore_whole(kit_).kind, Kind::not_found);
  simulator_->set_switches("{ restore_reused_status: 409 }");
  EXPECT_EQ(restore_whole(kit_).kind, Kind::failed);
}

}  // namespace
}  // namespace retention::github
