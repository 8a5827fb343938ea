#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include "tests/integration/same_versions.h"
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

  void expect_first_state() { expect_same_versions(sim().active("acme", "container", "web"), before); }

  Output undo() { return run({"undo", "--run", "1", "--yes"}); }

  // Starts an undo and kills it right before its nth call takes effect.
  void undo_killed_before(int nth) {
    EXPECT_EQ(killed_at_call({"undo", "--run", "1", "--yes"}, nth, kPatience), kKilled);
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
