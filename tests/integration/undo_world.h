#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <future>
#include <string>
#include <vector>

#include "tests/integration/whole_program.h"

namespace retention::test {

inline constexpr int kKilled = 128 + SIGKILL;
inline constexpr std::chrono::minutes kPatience{5};  // for hundreds of calls on a machine that is busy

class Undo : public WholeProgram {
 protected:
  // `count` images of which a run deletes all but the newest two.
  void given(int count) {
    github(
        "  - owner: acme\n    type: container\n    name: web\n    versions:\n"
        "      - { id: 1, tags: [\"v{n}\"], created: 90d, step: 1h, count: " +
        std::to_string(count) + " }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n"
        "    keep: [{ name: two, newest: 2 }]\n    delete: [{ name: rest, everything: true }]\n");
    before = sim().active("acme", "container", "web");
  }

  void given_deletions(int count) {
    given(count);
    const Output applied = start({"apply"})->wait(kPatience);
    ASSERT_EQ(applied.status, 0) << applied.out << applied.err;
    ASSERT_EQ(sim().active("acme", "container", "web").size(), 2U);
    sim().clear_log();
  }

  void expect_first_state() {
    const auto now = sim().active("acme", "container", "web");
    ASSERT_EQ(now.size(), before.size());
    for (std::size_t i = 0; i < now.size(); ++i) {
      EXPECT_EQ(now[i].id, before[i].id);
      EXPECT_EQ(now[i].name, before[i].name);
      EXPECT_EQ(now[i].tags, before[i].tags);
      EXPECT_EQ(now[i].created, before[i].created);
    }
  }

  Output undo() { return run({"undo", "--run", "1", "--yes"}); }

  // Starts an undo and kills it right before its nth call takes effect.
  void undo_killed_before(int nth) {
    std::atomic<int> seen = 0;
    std::promise<pid_t> started;
    const auto process = started.get_future().share();
    sim().before_mutation([&seen, process, nth](const simulator::MutationAttempt&) {
      if (++seen == nth) ::kill(process.get(), SIGKILL);
    });
    const auto running = start({"undo", "--run", "1", "--yes"});
    started.set_value(running->pid());
    EXPECT_EQ(running->wait(kPatience).status, kKilled);
    sim().before_mutation({});
  }

  // What other hands do: the same program with a ledger that knows nothing of ours.
  void others_restore() {
    const std::string theirs = folder().path() + "/theirs/ledger.db";
    ASSERT_EQ(run({"--ledger", theirs, "adopt-deleted", "acme"}).status, 0);
    const Output undone = run({"--ledger", theirs, "undo", "--package", kWeb, "--yes"});
    ASSERT_EQ(undone.status, 0) << undone.out << undone.err;
  }

  static constexpr const char* kWeb = "acme/container/web";
  std::vector<simulator::VersionView> before;
};

}  // namespace retention::test
