// An undo is cut at each write to the ledger and at each call: asked for again, it restores the first state, and the
// ledger tells of exactly what happened.
#include <gmock/gmock.h>

#include "tests/integration/cut_world.h"
#include "tests/integration/ledger_view.h"

namespace retention::test {
namespace {

class UndoCuts : public CutWorld {
 protected:
  void applied() {
    fresh();
    first = restorable();
    ASSERT_EQ(run({"apply"}).status, 0);
  }

  void expect_recovery(const std::string& when) {
    const Output again = run(undo);
    EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
    EXPECT_EQ(restorable(), first) << when;
    for (const std::int64_t id : {22, 23, 24}) EXPECT_EQ(deletion_states(ledger())[id], "restored") << when << id;
    expect_agreement(when);
  }

  void sweep(const std::string& call, int step) {
    int kills = 0;
    for (int nth = 1;; nth += every_point() ? 1 : step) {
      const std::string when = call + " number " + std::to_string(nth);
      applied();
      const Output output = struck(undo, call, "signal=KILL", std::to_string(nth));
      ASSERT_EQ(output.status, was_struck() ? kKilled : 0) << when << output.err;
      if (!was_struck()) break;
      ++kills;
      expect_recovery(when);
    }
    RecordProperty(call, kills);
    EXPECT_GT(kills, 0) << "the program makes such calls";
  }

  // All that the undo can bring back, with its times; `updated` is GitHub's to change.
  std::vector<simulator::VersionView> restorable() {
    auto versions = sim().active("acme", "npm", "lib");
    for (simulator::VersionView& version : versions) version.updated = {};
    return versions;
  }

  const Arguments undo{"undo", "--run", "1", "--yes"};
  std::vector<simulator::VersionView> first;
};

TEST_F(UndoCuts, AtWritesToTheLedgerLoseNothing) {
  sweep("pwrite64", 47);
}

TEST_F(UndoCuts, AtSyncsOfTheLedgerLoseNothing) {
  sweep("fdatasync", 7);
}

TEST_F(UndoCuts, AtOtherChangesOfItsFilesLoseNothing) {
  for (const char* call : {"ftruncate", "unlink"}) sweep(call, 2);
}

TEST_F(UndoCuts, AtRequestsLoseNothing) {
  sweep("sendto", 7);
}

TEST_F(UndoCuts, AtAnswersLoseNothing) {
  sweep("recvfrom", 11);
}

TEST_F(UndoCuts, InACallLoseNothing) {
  for (int nth = 1; nth <= 3; nth += every_point() ? 1 : 2) {
    for (const std::string moment : {"before", "after"}) {
      applied();
      ASSERT_EQ(killed_in_call(undo, nth, moment), kKilled);
      expect_recovery(moment + " call " + std::to_string(nth));
    }
  }
}

}  // namespace
}  // namespace retention::test
