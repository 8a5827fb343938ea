// A large undo that is killed again and again on its way restores the exact first state.
#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <future>

#include "tests/integration/cut_world.h"
#include "tests/integration/ledger_view.h"

namespace retention::test {
namespace {

class ManyCuts : public CutWorld {
 protected:
  // An npm package of which all versions but the youngest go.
  void make(int deletions) {
    github(
        "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
        "      - { id: 1, name: \"1.{n}.0\", created: 10d, step: 1m, count: " +
            std::to_string(deletions + 1) + " }\n",
        "switches: { rate_limits: false }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
        "    keep: [{ name: one, newest: 1 }]\n    delete: [{ name: rest, everything: true }]\n");
  }

  // What a deletion and a restore must leave as it was; `updated` is GitHub's to change.
  std::vector<simulator::VersionView> all() {
    auto versions = sim().active("acme", "npm", "lib");
    for (simulator::VersionView& version : versions) version.updated = {};
    return versions;
  }

  // Runs the undo and kills it when its nth call arrives, which then takes effect.
  int undo_killed_at(int nth) {
    std::atomic<int> seen = 0;
    std::promise<pid_t> started;
    const auto process = started.get_future().share();
    sim().before_mutation([&seen, process, nth](const simulator::MutationAttempt&) {
      if (++seen == nth) ::kill(process.get(), SIGKILL);
    });
    const auto running = start(undo);
    started.set_value(running->pid());
    const int status = running->wait().status;
    sim().before_mutation({});
    return status;
  }

  const Arguments undo{"undo", "--run", "1", "--yes"};
};

TEST_F(ManyCuts, OnTheWayOfALargeUndoLeaveTheFirstState) {
  const int deletions = every_point() ? 2000 : 200;
  const int cuts = every_point() ? 10 : 3;
  make(deletions);
  const auto first = all();
  const Output removed = run({"apply"});
  ASSERT_EQ(removed.status, 0) << removed.out << removed.err;
  ASSERT_EQ(all().size(), 1U);
  for (int cut = 0; cut < cuts; ++cut) EXPECT_EQ(undo_killed_at(deletions / (cuts + 1)), kKilled) << cut;
  const Output undone = run(undo);
  EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
  EXPECT_EQ(all(), first);
  for (const auto& [id, state] : deletion_states(ledger())) EXPECT_EQ(state, "restored") << id;
  expect_agreement("after the undo");
}

}  // namespace
}  // namespace retention::test
