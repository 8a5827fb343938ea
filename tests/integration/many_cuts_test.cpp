// A large undo that is killed again and again on its way restores the exact first state.
#include <gmock/gmock.h>

#include <string>
#include <vector>

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
  for (int cut = 0; cut < cuts; ++cut) EXPECT_EQ(killed_at_call(undo, deletions / (cuts + 1)), kKilled) << cut;
  const Output undone = run(undo);
  EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
  EXPECT_EQ(all(), first);
  for (const auto& [id, state] : deletion_states(ledger())) EXPECT_EQ(state, "restored") << id;
  expect_agreement("after the undo");
}

}  // namespace
}  // namespace retention::test
