#include <gtest/gtest.h>

#include "tests/daemon/cli/fake_services.h"

namespace retention::cli {
namespace {

class DeletePackage : public testing::Test {
 protected:
  DeletePackage() {
    const auto inventory = test::inventory(PackageType::container)
                               .package_name("svc-api")
                               .version(2, std::chrono::hours{1}, {"v2", "latest"})
                               .version(1, std::chrono::hours{50}, {})
                               .build();
    script.removal_preview.package = inventory.package;
    script.removal_preview.package.visibility = "public";
    script.removal_preview.versions = inventory.versions;
    script.removal_preview.policies = {"images"};
    script.removal_preview.pinned = 1;
    script.removal_preview.undo_until = test::kNow + std::chrono::days{30};
    script.removed = CycleResult{script.sample.apply(), ExitStatus::done};
    name = to_string(ref_of(inventory.package));
  }

  int run(const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"delete-package", name};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return terminal.run(arguments);
  }

  Script script;
  Terminal terminal{script};
  std::string name;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_F(DeletePackage, WithoutATerminalNeedsAYes) {
  EXPECT_EQ(run({}), 2);
  EXPECT_TRUE(has(terminal.err(), "add --yes")) << terminal.err();
  EXPECT_TRUE(script.removal_looks.empty());
}

TEST_F(DeletePackage, WithAYesDeletesAndPrintsTheReport) {
  EXPECT_EQ(run({"--yes"}), 0) << terminal.err();
  EXPECT_EQ(script.removals, 1);
  EXPECT_EQ(script.removal_bindings, std::vector{store::Binding::binding});
  EXPECT_EQ(to_string(script.removal_looks.at(0)), name);
  EXPECT_TRUE(has(terminal.out(), "Run ")) << terminal.out();
  EXPECT_TRUE(has(terminal.err(), "the whole package")) << "what goes is shown all the same";
}

TEST_F(DeletePackage, AsADryRunOnlyShows) {
  EXPECT_EQ(run({"--dry-run"}), 0);
  EXPECT_EQ(script.removals, 0);
  EXPECT_EQ(script.removal_bindings, std::vector{store::Binding::dry_run});
  for (const std::string_view part :
       {"public", "2 versions: 1 tagged, 1 without a tag", "v2, latest", "selected by images; 1 pinned", "5,000",
        "stay free", "undo --package", "NOTHING WAS DELETED"}) {
    EXPECT_TRUE(has(terminal.out(), part)) << part << '\n' << terminal.out();
  }
}

TEST_F(DeletePackage, OnATerminalWantsTheNameTypedAsItIs) {
  terminal.interactive = true;
  for (const std::string& input : std::vector<std::string>{"yes\n", "y\n", "svc-api\n", " " + name + "\n"}) {
    terminal.input = input;
    EXPECT_EQ(run({}), 2) << input;
    EXPECT_TRUE(has(terminal.err(), "That is not its name. Nothing was deleted.")) << terminal.err();
  }
  for (const std::string input : {"\n", ""}) {
    terminal.input = input;
    EXPECT_EQ(run({}), 0);
    EXPECT_TRUE(has(terminal.err(), "Nothing was deleted."));
  }
  EXPECT_EQ(script.removals, 0);
  terminal.input = name + "\n";
  EXPECT_EQ(run({}), 0);
  EXPECT_EQ(script.removals, 1);
}

TEST_F(DeletePackage, AnObstacleIsToldAndNothingIsAsked) {
  script.removal_preview.obstacle = "the package is on hold";
  terminal.interactive = true;
  EXPECT_EQ(run({}), 4);
  EXPECT_TRUE(has(terminal.err(), "the package is on hold")) << terminal.err();
  EXPECT_FALSE(has(terminal.err(), "Type "));
  EXPECT_EQ(run({"--yes"}), 4);
  EXPECT_EQ(run({"--dry-run"}), 4);
  EXPECT_EQ(script.removals, 0);
}

TEST_F(DeletePackage, OfAVersionIsRefused) {
  name += ":latest";
  EXPECT_EQ(run({"--yes"}), 2);
  EXPECT_TRUE(has(terminal.err(), "names a version")) << terminal.err();
}

}  // namespace
}  // namespace retention::cli
