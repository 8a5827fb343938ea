// The deletion of a whole package, and its undo, are cut at each write to the ledger and at each call.
#include <gmock/gmock.h>

#include "tests/integration/cut_world.h"
#include "tests/integration/ledger_view.h"

namespace retention::test {
namespace {

using testing::Each;
using testing::Pair;

class PackageCuts : public CutWorld {
 protected:
  void restart() {
    fresh();
    first = simulator::ids(sim().active("acme", "npm", "lib"));
  }

  // A run that reads everything settles what was cut; nobody but a person sends the call again.
  void settle(const std::string& when) {
    const Output settled = run({"apply", "--package", "acme/npm/gone"});
    EXPECT_EQ(settled.status, 0) << when << '\n' << settled.out << settled.err;
  }

  void expect_deleted(const std::string& when) {
    settle(when);
    if (!active("npm", "lib").empty()) {
      EXPECT_EQ(run(remove).status, 0) << when;
    }
    EXPECT_TRUE(active("npm", "lib").empty()) << when;
    expect_agreement(when);
  }

  void expect_restored(const std::string& when) {
    settle(when);
    if (active("npm", "lib").empty()) {
      EXPECT_EQ(run(undo).status, 0) << when;
    }
    EXPECT_EQ(active("npm", "lib"), first) << when;
    expect_agreement(when);
  }

  void sweep(const std::string& call, int step) {
    for (int nth = 1;; nth += every_point() ? 1 : step) {
      const std::string when = call + " number " + std::to_string(nth);
      restart();
      const int removed = struck(remove, call, "signal=KILL", std::to_string(nth)).status;
      expect_deleted("delete-package cut at " + when);
      const int undone = struck(undo, call, "signal=KILL", std::to_string(nth)).status;
      expect_restored("its undo cut at " + when);
      if (removed == 0 && undone == 0) break;
    }
  }

  const Arguments remove{"delete-package", "acme/npm/lib", "--yes"};
  const Arguments undo{"undo", "--package", "acme/npm/lib", "--yes"};
  std::vector<std::int64_t> first;
};

TEST_F(PackageCuts, AtWritesToTheLedgerLoseNothing) {
  sweep("pwrite64", 101);
}

TEST_F(PackageCuts, AtSyncsOfTheLedgerLoseNothing) {
  sweep("fdatasync", 11);
}

TEST_F(PackageCuts, AtRequestsLoseNothing) {
  sweep("sendto", 5);
}

}  // namespace
}  // namespace retention::test
