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

  // Whether the program is killed at the nth such call, which it may not make.
  bool kills_at(const Arguments& arguments, const std::string& call, int nth) {
    const Output output = struck(arguments, call, "signal=KILL", std::to_string(nth));
    EXPECT_EQ(output.status, was_struck() ? kKilled : 0) << call << " number " << nth << output.err;
    return was_struck();
  }

  void sweep(const std::string& call, int step) {
    int kills = 0;
    for (int nth = 1;; nth += every_point() ? 1 : step) {
      const std::string when = call + " number " + std::to_string(nth);
      restart();
      const bool cut = kills_at(remove, call, nth);
      expect_deleted("delete-package cut at " + when);
      const bool cut_again = kills_at(undo, call, nth);
      expect_restored("its undo cut at " + when);
      kills += (cut ? 1 : 0) + (cut_again ? 1 : 0);
      if (!cut && !cut_again) break;
    }
    RecordProperty(call, kills);
    EXPECT_GT(kills, 0) << "the program makes such calls";
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

TEST_F(PackageCuts, AtOtherChangesOfItsFilesLoseNothing) {
  for (const char* call : {"ftruncate", "unlink"}) sweep(call, 2);
}

TEST_F(PackageCuts, AtRequestsLoseNothing) {
  sweep("sendto", 5);
}

TEST_F(PackageCuts, AtAnswersLoseNothing) {
  sweep("recvfrom", 7);
}

TEST_F(PackageCuts, InTheCallLoseNothing) {
  for (const std::string moment : {"before", "after"}) {
    restart();
    ASSERT_EQ(killed_in_call(remove, 1, moment), kKilled);
    EXPECT_EQ(active("npm", "lib").empty(), moment == "after");
    expect_deleted("delete-package cut " + moment + " the effect");
    ASSERT_EQ(killed_in_call(undo, 1, moment), kKilled);
    EXPECT_EQ(active("npm", "lib").empty(), moment == "before");
    expect_restored("its undo cut " + moment + " the effect");
  }
}

}  // namespace
}  // namespace retention::test
