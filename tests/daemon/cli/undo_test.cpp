#include <gtest/gtest.h>

#include "tests/daemon/cli/fake_services.h"

namespace retention::cli {
namespace {

class Undo : public testing::Test {
 protected:
  Undo() {
    applied = script.sample.apply();
    for (const std::int64_t id : {88101, 88104}) {
      script.preview.items.push_back({{"acme", PackageType::container, "svc-api"},
                                      VersionId{id},
                                      test::InventoryBuilder::digest_name(id),
                                      {"pr-" + std::to_string(id)},
                                      test::kNow,
                                      test::kNow + std::chrono::days{30},
                                      std::nullopt});
    }
    script.restored = UndoResult{script.sample.undo(applied), 1, 1, ExitStatus::some_failed};
  }

  std::vector<std::string> by_run(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"undo", "--run", std::to_string(applied.value)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  Script script;
  Terminal terminal{script};
  RunId applied;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Undo, WithoutATerminalNeedsAYes) {
  EXPECT_EQ(terminal.run(by_run()), 2);
  EXPECT_TRUE(has(terminal.err(), "add --yes")) << terminal.err();
  EXPECT_EQ(script.undos.size(), 0U);
  EXPECT_EQ(script.restores, 0);
}

TEST_F(Undo, WithAYesRestoresAndReturnsTheStatusOfTheRun) {
  EXPECT_EQ(terminal.run(by_run({"--yes"})), 3);
  EXPECT_EQ(script.restores, 1);
  ASSERT_EQ(script.undos.size(), 1U);
  EXPECT_EQ(std::get<store::ByRun>(script.undos[0]).run, applied);
  EXPECT_EQ(script.undo_bindings, std::vector{store::Binding::binding});
  EXPECT_TRUE(has(terminal.out(), ", undo of ")) << terminal.out();
  EXPECT_EQ(terminal.err(), "");
}

TEST_F(Undo, ShowsTheTotalsAndAsksOnATerminal) {
  terminal.interactive = true;
  terminal.input = "yes\n";
  EXPECT_EQ(terminal.run(by_run()), 3);
  EXPECT_TRUE(has(terminal.err(), "2 versions can be restored.")) << terminal.err();
  EXPECT_TRUE(has(terminal.err(), "Restore 2 versions? [y/N] "));
  EXPECT_EQ(script.restores, 1);
}

TEST_F(Undo, TakesAnythingButAYesForANo) {
  terminal.interactive = true;
  for (const std::string input : {"n\n", "\n", "", "yess\n", "ye", " y\n"}) {
    terminal.input = input;
    EXPECT_EQ(terminal.run(by_run()), 0) << input;
    EXPECT_TRUE(has(terminal.err(), "Nothing was restored.")) << input;
  }
  EXPECT_EQ(script.restores, 0);
  for (const std::string input : {"y\n", "Y\n", "YES\n", "y"}) {
    terminal.input = input;
    terminal.run(by_run());
  }
  EXPECT_EQ(script.restores, 4);
}

TEST_F(Undo, AsADryRunOnlyShows) {
  EXPECT_EQ(terminal.run(by_run({"--dry-run"})), 0);
  EXPECT_TRUE(has(terminal.out(), "NOTHING WAS RESTORED: this was a dry run."));
  EXPECT_EQ(script.undo_bindings, std::vector{store::Binding::dry_run});
  EXPECT_EQ(script.restores, 0);
  EXPECT_EQ(terminal.run(by_run({"--dry-run", "--format", "json"})), 0);
  EXPECT_TRUE(has(terminal.out(), "\"restorable\": 2"));
  EXPECT_FALSE(has(terminal.out(), "NOTHING"));
}

TEST_F(Undo, ThatIsHandedOverTellsItsCommandAndHasNoReport) {
  script.restored->handed_over = store::CommandId{7};
  EXPECT_EQ(terminal.run(by_run({"--yes", "--no-wait"})), 0);
  EXPECT_EQ(script.undo_patience, Patience::none);
  EXPECT_TRUE(terminal.out().starts_with("Command 7 was handed over")) << terminal.out();
  terminal.run(by_run({"--yes"}));
  EXPECT_EQ(script.undo_patience, Patience::follow);
}

TEST_F(Undo, OfNothingIsDone) {
  script.preview.items.clear();
  EXPECT_EQ(terminal.run(by_run({"--yes"})), 0);
  EXPECT_TRUE(has(terminal.out(), "Nothing to undo"));
  EXPECT_EQ(script.restores, 0);
}

TEST_F(Undo, OfWhatHasExpiredFailsWithoutACall) {
  script.preview.items.clear();
  script.preview.expired = 4;
  EXPECT_EQ(terminal.run(by_run({"--yes"})), 3);
  EXPECT_TRUE(has(terminal.out(), "4 versions are gone for good"));
  EXPECT_EQ(script.restores, 0);
}

TEST_F(Undo, OfWhatIsBlockedFailsWithoutACall) {
  for (auto& item : script.preview.items) item.blocker = "the package has been deleted";
  EXPECT_EQ(terminal.run(by_run({"--yes"})), 3);
  EXPECT_TRUE(has(terminal.out(), "the package has been deleted"));
  EXPECT_EQ(script.restores, 0);
}

TEST_F(Undo, SelectsByPackageTimeAndVersion) {
  EXPECT_EQ(terminal.run({"undo", "--package", "acme/container/svc-api", "--dry-run"}), 0);
  EXPECT_EQ(std::get<store::ByPackage>(script.undos.back()).package.name, "svc-api");
  EXPECT_EQ(terminal.run({"undo", "--since", "2026-03-01", "--dry-run"}), 0);
  EXPECT_EQ(format_rfc3339(std::get<store::Since>(script.undos.back()).time), "2026-03-01T00:00:00Z");
  EXPECT_EQ(terminal.run({"undo", "--since", "1d", "--dry-run"}), 0);
  EXPECT_EQ(format_rfc3339(std::get<store::Since>(script.undos.back()).time), "2026-03-01T05:30:00Z");
  EXPECT_EQ(terminal.run({"undo", "--since", "soon", "--dry-run"}), 2);
}

TEST_F(Undo, FindsTheDeletedVersionThatATagWasOn) {
  const RunId later = script.sample.begin(store::RunKind::plan, store::Binding::dry_run, std::chrono::hours{4});
  script.sample.record(later, test::SampleLedger::at(101, test::inventory(PackageType::container)
                                                              .package_name("svc-api")
                                                              .version(99999, std::chrono::hours{1}, {"pr-301"})));
  EXPECT_EQ(terminal.run({"undo", "--version", "acme/container/svc-api:pr-301", "--dry-run"}), 0) << terminal.err();
  const auto& selection = std::get<store::ByVersion>(script.undos.back());
  EXPECT_EQ(selection.versions, std::vector{VersionId{88101}});
}

TEST_F(Undo, OfSomethingUnknownSaysWhereToLook) {
  EXPECT_EQ(terminal.run({"undo", "--run", "999", "--yes"}), 2);
  EXPECT_TRUE(has(terminal.err(), "there is no run 999")) << terminal.err();
  EXPECT_EQ(terminal.run({"undo", "--package", "acme/npm/unknown", "--yes"}), 2);
  EXPECT_TRUE(has(terminal.err(), "does not know the package")) << terminal.err();
  EXPECT_EQ(terminal.run({"undo", "--version", "acme/container/svc-api:v1.4.0", "--yes"}), 2);
  EXPECT_TRUE(has(terminal.err(), "no deletion of")) << terminal.err();
  EXPECT_EQ(script.undos.size(), 0U);
}

}  // namespace
}  // namespace retention::cli
