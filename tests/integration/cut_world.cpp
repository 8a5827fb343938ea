#include "tests/integration/cut_world.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "store/verify.h"
#include "tests/integration/agreement.h"
#include "tests/integration/ledger_view.h"

namespace retention::test {
namespace {

constexpr std::int64_t kGone = 12;
constexpr std::int64_t kMoved = 32;

constexpr const char* kPackages =
    "  - { owner: acme, type: npm, name: gone, versions: [{ id: 11, name: 2.0.0, created: 10d }, { id: 12, name: "
    "1.0.0, "
    "created: 40d }] }\n"
    "  - { owner: acme, type: npm, name: lib, versions: [{ id: 21, name: \"1.0.{n}\", created: 20d, step: 1d, count: 4 "
    "}] }\n"
    "  - { owner: acme, type: npm, name: moved, versions: [{ id: 31, name: 2.0.0, created: 10d }, { id: 32, name: "
    "1.0.0, created: 40d }] }\n"
    "  - { owner: acme, type: npm, name: popular, visibility: public, versions: [{ id: 41, name: 2.0.0, created: 10d "
    "}, { id: 42, name: 1.0.0, created: 40d, downloads: 6000 }] }\n";

constexpr const char* kPolicy =
    "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
    "    keep: [{ name: one, newest: 1 }]\n    delete: [{ name: rest, everything: true }]\n";

bool is_active(const simulator::Simulator& sim, std::string_view name, std::int64_t id) {
  const auto active = simulator::ids(sim.active("acme", "npm", name));
  return std::ranges::find(active, id) != active.end();
}

}  // namespace

void CutWorld::fresh() {
  std::filesystem::remove_all(folder().path() + "/state");
  github(kPackages);
  policies(kPolicy);
  sim().before_mutation([this](const simulator::MutationAttempt& attempt) { meet(attempt); });
}

void CutWorld::meet(const simulator::MutationAttempt& attempt) {
  const auto states = deletion_states(ledger());
  const auto row = states.find(attempt.version_id);
  const char* due = attempt.operation.starts_with("delete_") ? "deleting" : "restoring";
  if (attempt.version_id != 0) {
    EXPECT_TRUE(row != states.end() && row->second == due)
        << attempt.operation << ' ' << attempt.version_id << " arrived and its row is "
        << (row == states.end() ? "not there" : row->second);
  }
  if (attempt.version_id == 0) {
    const auto packages = package_deletion_states(ledger());
    const auto whole = packages.find(attempt.package.substr(attempt.package.rfind('/') + 1));
    EXPECT_TRUE(whole != packages.end() && whole->second == due)
        << attempt.operation << ' ' << attempt.package << " arrived and its row is "
        << (whole == packages.end() ? "not there" : whole->second);
  }
  if (is_active(sim(), "moved", kMoved)) sim().remove(kMoved);
  if (attempt.version_id == kGone && is_active(sim(), "gone", kGone)) {
    constexpr std::chrono::minutes kLongAgo{10};
    sim().advance(-kLongAgo);
    sim().remove(kGone);
    sim().advance(kLongAgo);
  }
}

CutWorld::Scene CutWorld::scene() {
  Scene scene{{}, deletion_states(ledger())};
  for (const char* name : {"gone", "lib", "moved", "popular"}) {
    for (const simulator::VersionView& version : sim().active("acme", "npm", name)) {
      scene.active.push_back(std::string(name) + "@" + version.name + " " + std::to_string(version.id));
    }
  }
  return scene;
}

Output CutWorld::struck(const Arguments& arguments, const std::string& call, const std::string& what,
                        const std::string& when, const std::string& file) {
  Arguments words{"/usr/bin/strace",
                  "-f",
                  "-qq",
                  "-o",
                  record(),
                  "-e",
                  "trace=" + call,
                  "-e",
                  "inject=" + call + ":" + what + ":when=" + when};
  if (!file.empty()) words.insert(words.end(), {"-P", file});
  const Arguments program = command(arguments);
  words.insert(words.end(), program.begin(), program.end());
  auto variables = environment();
  variables["ASAN_OPTIONS"] = "detect_leaks=0";  // a leak check needs to trace the process itself
  return Program(words, variables).wait();
}

bool CutWorld::was_struck() const {
  std::ifstream file(record());
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return text.find("(INJECTED)") != std::string::npos || text.find("killed by SIGKILL") != std::string::npos;
}

int CutWorld::killed_in_call(const Arguments& arguments, int nth, const std::string& moment) {
  const auto stalls = [&] { return std::ranges::count(sim().requests(), "stall", &simulator::RequestRecord::fault); };
  const auto before = stalls();
  for (const char* kind : {"delete_version", "restore_version", "delete_package", "restore_package"}) {
    sim().add_fault(std::string("{ operation: ") + kind + ", skip: " + std::to_string(nth - 1) +
                    ", times: 1, kind: stall, moment: " + moment + " }");
  }
  const auto running = start(arguments);
  while (stalls() == before && running->alive()) std::this_thread::yield();
  running->signal(SIGKILL);
  const int status = running->wait().status;
  sim().clear_faults();
  return status;
}

void CutWorld::expect_agreement(const std::string& when, const std::vector<simulator::MutationRecord>& done) {
  EXPECT_THAT(disagreements(ledger(), done), testing::IsEmpty()) << when;
  const auto verified = store::verify(ledger());
  EXPECT_TRUE(verified) << when << ": " << verified.error().message;
}

bool CutWorld::every_point() {
  return std::getenv("RETENTION_EVERY_CRASH_POINT") != nullptr;  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace retention::test
