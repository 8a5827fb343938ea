#include <gtest/gtest.h>

#include "tests/daemon/cli/fake_services.h"

namespace retention::cli {
namespace {

class AdoptDeleted : public testing::Test {
 protected:
  AdoptDeleted() {
    const auto inventory = test::inventory(PackageType::container)
                               .package_name("svc-api")
                               .version(7, std::chrono::hours{50}, {"v7"})
                               .build();
    report::Adoption adoption;
    adoption.owner = "acme";
    adoption.run = RunId{12};
    adoption.packages_read = 3;
    adoption.packages.push_back(
        {ref_of(inventory.package), {{inventory.versions.at(0), test::kNow - std::chrono::days{2}}}});
    script.adoption = adoption;
  }

  bool printed(std::string_view part) const { return terminal.out().find(part) != std::string::npos; }

  Script script;
  Terminal terminal{script};
};

TEST_F(AdoptDeleted, NamesEachVersionAndTheUndo) {
  EXPECT_EQ(terminal.run({"adopt-deleted", "acme"}), 0) << terminal.err();
  ASSERT_EQ(script.adoptions.size(), 1U);
  EXPECT_EQ(script.adoptions[0], std::pair(std::string("acme"), store::Binding::binding));
  for (const std::string_view part : {"svc-api", "v7", "Adopted by run 12: 1 version", "retentiond undo --run 12"}) {
    EXPECT_TRUE(printed(part)) << part << '\n' << terminal.out();
  }
}

TEST_F(AdoptDeleted, AsADryRunRecordsNothing) {
  script.adoption->run.reset();
  EXPECT_EQ(terminal.run({"adopt-deleted", "acme", "--dry-run"}), 0);
  EXPECT_EQ(script.adoptions.at(0).second, store::Binding::dry_run);
  EXPECT_TRUE(printed("can be adopted.")) << terminal.out();
  EXPECT_TRUE(printed("NOTHING WAS RECORDED")) << terminal.out();
}

TEST_F(AdoptDeleted, AListThatCouldNotBeReadIsStatusSeven) {
  script.adoption->warnings.push_back({"listing-failed", "500", "acme/container/other"});
  EXPECT_EQ(terminal.run({"adopt-deleted", "acme"}), 7);
  EXPECT_TRUE(printed("acme/container/other")) << terminal.out();
}

TEST_F(AdoptDeleted, IsThereForPrograms) {
  EXPECT_EQ(terminal.run({"adopt-deleted", "acme", "--format", "json"}), 0);
  for (const std::string_view part :
       {R"("run": 12)", R"("adopted": 1)", R"("version_id":7)",
        R"("packages": [{"owner":"acme","type":"container","name":"svc-api","versions":1}])", R"("undo_until":)"}) {
    EXPECT_TRUE(printed(part)) << part << '\n' << terminal.out();
  }
}

TEST_F(AdoptDeleted, NothingToAdoptIsNoError) {
  script.adoption->packages.clear();
  script.adoption->run.reset();
  EXPECT_EQ(terminal.run({"adopt-deleted", "acme"}), 0);
  EXPECT_TRUE(printed("Nothing to adopt")) << terminal.out();
  EXPECT_EQ(terminal.run({"adopt-deleted"}), 2) << "an owner is needed";
}

}  // namespace
}  // namespace retention::cli
