#include "daemon/cli/progress.h"

#include <gtest/gtest.h>

#include <sstream>

#include "daemon/cli/log.h"
#include "tests/support/fake_clock.h"

namespace retention::cli {
namespace {

const PackageRef kPackage{"acme", PackageType::container, "svc-api"};

class ProgressTest : public testing::Test {
 protected:
  // What is on the line now.
  std::string drawn() const {
    const std::string text = out.str();
    const auto at = text.rfind("\x1b[K");
    return at == std::string::npos ? text : text.substr(at + 3);
  }

  std::ostringstream out;
  test::FakeClock clock;
  StatusLine line{out, 120};
  Progress progress{line, clock};
};

TEST_F(ProgressTest, CountsPackagesVersionsAndCandidates) {
  progress.on(PackagePlanned{kPackage, 1200, 30, 1, 2});
  progress.on(PackagePlanned{kPackage, 34, 5, 2, 2});
  EXPECT_EQ(drawn(), "planned 2/2 packages · 1,234 versions · 35 to delete · acme/container/svc-api");
}

TEST_F(ProgressTest, ShowsHowManyManifestsAreRead) {
  progress.on(ManifestsRead{kPackage, 41200, 100000});
  EXPECT_EQ(drawn(), "read 41,200/100,000 manifests · acme/container/svc-api");
}

TEST_F(ProgressTest, ShowsHowFastVersionsGo) {
  progress.on(MutationsPlanned{100});
  for (int i = 0; i < 10; ++i) {
    clock.advance(std::chrono::seconds{1});
    progress.on(VersionDeleted{kPackage, VersionId{i}});
  }
  EXPECT_EQ(drawn(), "deleted 10/100 versions · 60 a minute");
  clock.advance(std::chrono::seconds{1});
  progress.on(MutationFailed{kPackage, VersionId{1}, "no"});
  EXPECT_EQ(drawn(), "deleted 10/100 versions · 1 failed · 54 a minute");
}

TEST_F(ProgressTest, SaysWhatItWaitsFor) {
  progress.on(Waiting{SysTime{std::chrono::seconds{1772419200}}, "the hourly budget of GitHub is spent"});
  EXPECT_EQ(drawn(), "waiting until 02:40:00 UTC: the hourly budget of GitHub is spent");
}

TEST_F(ProgressTest, DoesNotFlicker) {
  progress.on(MutationsPlanned{1000});
  const auto before = out.str().size();
  for (int i = 0; i < 500; ++i) progress.on(VersionDeleted{kPackage, VersionId{i}});
  EXPECT_EQ(out.str().size(), before);
}

TEST_F(ProgressTest, TellsHowFarTheDaemonIs) {
  progress.on(CommandMoved{7, "deleted", 3, 12, "acme/npm/lib"});
  EXPECT_EQ(drawn(), "the daemon does command 7: deleted 3/12 · acme/npm/lib");
}

TEST_F(ProgressTest, TakesTheLineAwayAtTheEnd) {
  progress.on(MutationsPlanned{1000});
  progress.on(CycleFinished{1, 0, ""});
  EXPECT_EQ(drawn(), "");
}

TEST_F(ProgressTest, MakesRoomForTheLog) {
  progress.on(MutationsPlanned{7});
  line.print("a line of the log");
  EXPECT_TRUE(out.str().ends_with("\r\x1b[Ka line of the log\nworking on 0/7 versions")) << out.str();
}

TEST(StatusLine, CutsWhatDoesNotFitAndShowsEscapes) {
  std::ostringstream out;
  StatusLine line(out, 10);
  line.draw("\x1b[31mabcdefghijkl");
  EXPECT_EQ(out.str(), "\\x1b[31m…");
}

TEST(StatusLine, DrawsNothingWithoutATerminal) {
  std::ostringstream out;
  StatusLine line(out, 0);
  line.draw("text");
  line.clear();
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace retention::cli
