// A cycle is cut at each write to the ledger and at each call: the next one ends where an undisturbed one would, and
// the ledger tells of exactly what happened.
#include <gmock/gmock.h>

#include "tests/integration/cut_world.h"

namespace retention::test {
namespace {

class CycleCuts : public CutWorld {
 protected:
  CycleCuts() {
    fresh();
    EXPECT_EQ(run({"apply"}).status, 0);
    undisturbed = scene();
    expect_agreement("undisturbed");
  }

  void expect_recovery(const std::string& when) {
    const Output again = run({"apply"});
    EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
    const Scene now = scene();
    EXPECT_EQ(now.active, undisturbed.active) << when;
    for (const auto& [id, state] : undisturbed.states) {
      const auto row = now.states.find(id);
      const std::string found = row == now.states.end() ? "none" : row->second;
      // Whose second look comes after the cut is not planned any more where it is gone by then.
      if (state == "stale" && (found == "none" || found == "cancelled")) continue;
      EXPECT_EQ(found, state) << when << ": version " << id;
    }
    expect_agreement(when);
  }

  // Kills at the first, then at every `step`th such call of the kernel until the program comes through.
  void sweep(const std::string& call, int step) {
    int kills = 0;
    for (int nth = 1;; nth += every_point() ? 1 : step) {
      const std::string when = call + " number " + std::to_string(nth);
      fresh();
      const Output output = struck({"apply"}, call, "signal=KILL", std::to_string(nth));
      ASSERT_EQ(output.status, was_struck() ? kKilled : 0) << when << output.err;
      if (!was_struck()) break;
      ++kills;
      expect_recovery(when);
    }
    RecordProperty(call, kills);
    EXPECT_GT(kills, 0) << "the program makes such calls";
  }

  Scene undisturbed;
};

TEST_F(CycleCuts, AtWritesToTheLedgerLoseNothing) {
  sweep("pwrite64", 83);
}

TEST_F(CycleCuts, AtSyncsOfTheLedgerLoseNothing) {
  sweep("fdatasync", 7);
}

TEST_F(CycleCuts, AtOtherChangesOfItsFilesLoseNothing) {
  for (const char* call : {"ftruncate", "unlink"}) sweep(call, 2);
}

TEST_F(CycleCuts, AtRequestsLoseNothing) {
  sweep("sendto", 4);
}

TEST_F(CycleCuts, AtAnswersLoseNothing) {
  sweep("recvfrom", 5);
}

TEST_F(CycleCuts, InACallThatTakesNoEffectLoseNothing) {
  for (int nth = 1; nth <= 5; nth += every_point() ? 1 : 2) {
    fresh();
    ASSERT_EQ(killed_in_call({"apply"}, nth, "before"), kKilled);
    expect_recovery("before call " + std::to_string(nth));
  }
}

TEST_F(CycleCuts, InACallThatTookEffectLoseNothing) {
  for (int nth = 1; nth <= 5; nth += every_point() ? 1 : 2) {
    fresh();
    ASSERT_EQ(killed_in_call({"apply"}, nth, "after"), kKilled);
    expect_recovery("after call " + std::to_string(nth));
  }
}

}  // namespace
}  // namespace retention::test
