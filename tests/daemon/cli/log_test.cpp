#include "daemon/cli/log.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "tests/support/fake_clock.h"

namespace retention::cli {
namespace {

const PackageRef kPackage{"acme", PackageType::container, "svc-api"};

// Every kind of event, with something hostile in each text.
std::vector<Event> all_events() {
  const std::string bad = "\x1b[2J\nx";
  return {CycleStarted{bad, 1},
          PackagesListed{bad, PackageType::npm, 2},
          ManifestsRead{kPackage, 41200, 100000},
          PackagePlanned{kPackage, 3, 1, 1, 2},
          PackageIncomplete{kPackage, bad},
          MutationsPlanned{4},
          VersionDeleted{kPackage, VersionId{5}},
          VersionRestored{kPackage, VersionId{6}},
          MutationFailed{kPackage, VersionId{7}, bad},
          DeletionsPaused{bad},
          Waiting{SysTime{std::chrono::seconds{1772418600}}, bad},
          CycleFinished{1, 3, bad},
          CommandMoved{7, bad, 3, 12, bad}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Log, HasOneLineForEachEvent) {
  EXPECT_EQ(all_events().size(), std::variant_size_v<Event>);
  for (const LogFormat format : {LogFormat::text, LogFormat::json}) {
    std::ostringstream out;
    StatusLine line(out, 0);
    const test::FakeClock clock;
    Log log(line, clock, LogLevel::debug, format);
    for (const Event& event : all_events()) log.on(event);
    EXPECT_EQ(lines_of(out.str()).size(), all_events().size()) << out.str();
    EXPECT_EQ(out.str().find('\x1b'), std::string::npos);
  }
}

TEST(Log, WritesTheTimeOfTheClockInUtc) {
  std::ostringstream out;
  StatusLine line(out, 0);
  const test::FakeClock clock;
  Log log(line, clock, LogLevel::info, LogFormat::text);
  log.on(VersionDeleted{kPackage, VersionId{5}});
  log.write(LogLevel::warn, "reloaded", "kept the old configuration");
  EXPECT_EQ(out.str(),
            "2026-03-02T02:30:00Z info    deleted acme/container/svc-api@5\n"
            "2026-03-02T02:30:00Z warning kept the old configuration\n");
}

TEST(Log, WritesAnObjectALineInJson) {
  std::ostringstream out;
  StatusLine line(out, 0);
  const test::FakeClock clock;
  Log log(line, clock, LogLevel::info, LogFormat::json);
  log.on(MutationFailed{kPackage, VersionId{7}, "GitHub said \"no\"\n\xff"});
  const auto json = nlohmann::json::parse(out.str());
  EXPECT_EQ(json["time"], "2026-03-02T02:30:00Z");
  EXPECT_EQ(json["level"], "warn");
  EXPECT_EQ(json["event"], "version-failed");
  EXPECT_EQ(json["package"], "acme/container/svc-api");
  EXPECT_EQ(json["version"], 7);
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
  std::ostringstream out;
  StatusLine line(out, 0);
  const test::FakeClock clock;
  Log log(line, clock, LogLevel::warn, LogFormat::text);
  for (const Event& event : all_events()) log.on(event);
  EXPECT_EQ(lines_of(out.str()).size(), 3U) << out.str();
}

TEST(Log, KeepsLinesWholeBetweenThreads) {
  std::ostringstream out;
  StatusLine line(out, 0);
  const test::FakeClock clock;
  Log log(line, clock, LogLevel::info, LogFormat::json);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&log] {
        for (int n = 0; n < 50; ++n) log.on(VersionDeleted{kPackage, VersionId{n}});
      });
    }
  }
  const auto lines = lines_of(out.str());
  EXPECT_EQ(lines.size(), 200U);
  for (const std::string& text : lines) EXPECT_TRUE(nlohmann::json::accept(text)) << text;
}

}  // namespace
}  // namespace retention::cli
