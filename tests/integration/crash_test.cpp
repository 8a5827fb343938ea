// The process is killed in the middle of `apply` and started again: every version that GitHub deleted has a row that
// says so, and the second run ends where an undisturbed one would.
#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <string>
#include <thread>

#include "tests/integration/ledger_view.h"
#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::ElementsAre;

constexpr int kVersions = 12;
constexpr int kKilled = 128 + SIGKILL;

class Crash : public WholeProgram {
 protected:
  void fresh_world() {
    std::filesystem::remove_all(folder().path() + "/state");
    github(
        "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
        "      - { id: 1, name: \"1.0.{n}\", created: 90d, step: 1d, count: " +
        std::to_string(kVersions) + " }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
        "    keep: [{ name: two, newest: 2 }]\n    delete: [{ name: rest, everything: true }]\n");
  }

  void expect_recovery(const std::string& when) {
    const Output again = run({"apply"});
    EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
    EXPECT_THAT(active("npm", "lib"), ElementsAre(1, 2)) << when;
    const auto states = deletion_states(ledger());
    for (const auto& version : sim().deleted("acme", "npm", "lib")) {
      const auto row = states.find(version.id);
      EXPECT_TRUE(row != states.end() && row->second == "deleted") << when << ": version " << version.id;
    }
    EXPECT_EQ(run({"verify"}).status, 0) << when;
  }

  // Runs `apply` with the given system call killing it the nth time; the program's status.
  int apply_killed_at(const std::string& call, int nth) {
    const std::string injection = "inject=" + call + ":signal=KILL:when=" + std::to_string(nth);
    auto variables = environment();
    variables["ASAN_OPTIONS"] = "detect_leaks=0";  // a leak check needs to trace the process itself
    Program traced({"/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", injection,
                    RETENTIOND_PROGRAM, "--config", folder().path() + "/config.yaml", "apply"},
                   variables);
    return traced.wait().status;
  }

  // Kills at the first, then at every `step`th such call until the program comes through.
  void sweep(const std::string& call, int step) {
    int kills = 0;
    for (int nth = 1;; nth += step) {
      fresh_world();
      const int status = apply_killed_at(call, nth);
      if (status == 0) break;
      ASSERT_EQ(status, kKilled) << call << " number " << nth;
      ++kills;
      expect_recovery(call + " number " + std::to_string(nth));
    }
    EXPECT_GT(kills, 3) << "the program makes more such calls than that";
  }

  static int step() {
    return std::getenv("RETENTION_EVERY_CRASH_POINT") == nullptr ? 9 : 1;
  }  // NOLINT(concurrency-mt-unsafe)
};

TEST_F(Crash, RightBeforeEachCallTakesEffect) {
  for (int nth = 1; nth <= kVersions - 2; nth += 3) {
    fresh_world();
    std::atomic<int> seen = 0;
    std::promise<pid_t> started;
    const auto process = started.get_future().share();
    sim().before_mutation([&seen, process, nth](const simulator::MutationAttempt&) {
      if (++seen == nth) ::kill(process.get(), SIGKILL);
    });
    const auto running = start({"apply"});
    started.set_value(running->pid());
    EXPECT_EQ(running->wait().status, kKilled);
    sim().before_mutation({});
    expect_recovery("before call " + std::to_string(nth));
  }
}

TEST_F(Crash, AfterACallTookEffectAndBeforeItsAnswer) {
  for (int nth = 1; nth <= kVersions - 2; nth += 3) {
    fresh_world();
    sim().add_fault("{ operation: delete_version, skip: " + std::to_string(nth - 1) +
                    ", times: 1, kind: stall, moment: after }");
    const auto running = start({"apply"});
    while (sim().mutations().size() < static_cast<std::size_t>(nth) && running->alive()) std::this_thread::yield();
    running->signal(SIGKILL);
    EXPECT_EQ(running->wait().status, kKilled);
    expect_recovery("after call " + std::to_string(nth));
  }
}

TEST_F(Crash, AtWritesToTheLedger) {
  sweep("pwrite64", step() * 4);
}

TEST_F(Crash, AtSyncsOfTheLedger) {
  sweep("fdatasync", step());
}

TEST_F(Crash, AtRequests) {
  sweep("sendto", step() > 1 ? 3 : 1);
}

}  // namespace
}  // namespace retention::test
