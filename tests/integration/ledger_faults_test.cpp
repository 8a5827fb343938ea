// Each write, sync and opening of the ledger's files fails, one after the other, in a cycle with deletions and in an
// undo: nothing is sent that is not committed, the program says that the ledger cannot be used, and the next run ends
// where an undisturbed one would. tests/README.md has the table.
#include <gmock/gmock.h>

#include <ostream>

#include "tests/integration/cut_world.h"
#include "tests/integration/ledger_view.h"

namespace retention::test {
namespace {

constexpr int kLedger = 5;

struct LedgerFault {
  std::string name;
  std::string call;   // of the kernel
  std::string error;  // that it ends with
  std::string times;  // "" once, "+" from then on
  int step;           // of a sample
  std::string file;   // behind the path of the test's folder, if only calls about that file fail
};

void PrintTo(const LedgerFault& fault, std::ostream* out) {
  *out << fault.name;
}

std::string name_of(const testing::TestParamInfo<LedgerFault>& info) {
  return info.param.name;
}

class LedgerFaults : public CutWorld, public testing::WithParamInterface<LedgerFault> {
 protected:
  Output fail_at(const Arguments& arguments, int nth) {
    const LedgerFault& fault = GetParam();
    return struck(arguments, fault.call, "error=" + fault.error, std::to_string(nth) + fault.times,
                  fault.file.empty() ? "" : folder().path() + fault.file);
  }

  // At most one call is without its outcome, and whatever was sent was committed before: the world looks at that.
  void expect_end(const Output& output, const std::string& when) {
    EXPECT_TRUE(output.status == 0 || output.status == kLedger) << when << ": " << output.status << output.err;
    int in_flight = 0;
    for (const auto& [id, state] : deletion_states(ledger())) {
      if (state == "deleting" || state == "restoring") ++in_flight;
    }
    for (const auto& [name, state] : package_deletion_states(ledger())) {
      if (state == "deleting" || state == "restoring") in_flight = 1;  // its versions are part of the one call
    }
    EXPECT_LE(in_flight, output.status == 0 ? 0 : 1) << when;
  }

  static int step() { return every_point() ? 1 : GetParam().step; }
};

TEST_P(LedgerFaults, InACycleSendNothingMore) {
  fresh();
  ASSERT_EQ(run({"apply"}).status, 0);
  const Scene undisturbed = scene();
  int hits = 0;
  for (int nth = 1;; nth += step()) {
    fresh();
    const std::string when = GetParam().call + " number " + std::to_string(nth);
    const Output output = fail_at({"apply"}, nth);
    const bool hit = was_struck();
    expect_end(output, when);
    if (!hit) {
      EXPECT_EQ(output.status, 0) << when;
    }
    if (output.status == 0) {
      EXPECT_EQ(scene().active, undisturbed.active) << when;
    }
    const Output again = run({"apply"});
    EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
    EXPECT_EQ(scene().active, undisturbed.active) << when;
    for (const auto& [id, state] : undisturbed.states) {
      if (state == "stale") continue;  // it is gone, and not planned any more
      EXPECT_EQ(scene().states[id], state) << when << ": version " << id;
    }
    expect_agreement(when);
    if (!hit) break;
    ++hits;
  }
  EXPECT_GT(hits, 0) << "the program makes such calls";
}

TEST_P(LedgerFaults, InAnUndoSendNothingMore) {
  const Arguments undo{"undo", "--run", "1", "--yes"};
  int hits = 0;
  for (int nth = 1;; nth += step()) {
    fresh();
    const auto first = simulator::ids(sim().active("acme", "npm", "lib"));
    ASSERT_EQ(run({"apply"}).status, 0);
    const std::string when = GetParam().call + " number " + std::to_string(nth);
    const Output output = fail_at(undo, nth);
    const bool hit = was_struck();
    expect_end(output, when);
    if (!hit) {
      EXPECT_EQ(output.status, 0) << when;
    }
    const Output again = run(undo);
    EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
    EXPECT_EQ(active("npm", "lib"), first) << when;
    expect_agreement(when);
    if (!hit) break;
    ++hits;
  }
  EXPECT_GT(hits, 0) << "the program makes such calls";
}

TEST_P(LedgerFaults, InTheDeletionOfAPackageAndItsUndoSendNothingMore) {
  const Arguments remove{"delete-package", "acme/npm/lib", "--yes"};
  const Arguments undo{"undo", "--package", "acme/npm/lib", "--yes"};
  constexpr int kDenser = 3;  // they make fewer such calls than a cycle
  int hits = 0;
  for (int nth = 1;; nth += (step() + kDenser - 1) / kDenser) {
    fresh();
    const auto first = simulator::ids(sim().active("acme", "npm", "lib"));
    const std::string when = GetParam().call + " number " + std::to_string(nth);
    expect_end(fail_at(remove, nth), when);
    const bool hit = was_struck();
    if (!active("npm", "lib").empty()) {
      EXPECT_TRUE(hit) << when;
      const Output again = run(remove);
      EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
    }
    EXPECT_THAT(active("npm", "lib"), testing::IsEmpty()) << when;

    expect_end(fail_at(undo, nth), "undo, " + when);
    const bool hit_again = was_struck();
    const Output again = run(undo);
    EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
    EXPECT_EQ(active("npm", "lib"), first) << when;
    EXPECT_EQ(package_deletion_states(ledger())["lib"], "restored") << when;
    expect_agreement(when);
    if (!hit && !hit_again) break;
    ++hits;
  }
  EXPECT_GT(hits, 0) << "the program makes such calls";
}

INSTANTIATE_TEST_SUITE_P(
    Disk, LedgerFaults,
    testing::Values(LedgerFault{"FullOnce", "pwrite64", "ENOSPC", "", 170, ""},
                    LedgerFault{"FullFromThenOn", "pwrite64", "ENOSPC", "+", 170, ""},
                    LedgerFault{"ReadOnlyFromThenOn", "pwrite64", "EROFS", "+", 190, ""},
                    LedgerFault{"SyncFailsOnce", "fdatasync", "EIO", "", 16, ""},
                    LedgerFault{"SyncFailsFromThenOn", "fdatasync", "EIO", "+", 16, ""},
                    LedgerFault{"DirectorySyncFails", "fdatasync", "EIO", "+", 2, "/state"},
                    LedgerFault{"ReadOnlyFile", "openat", "EROFS", "", 2, "/state/ledger.db"},
                    LedgerFault{"NoWriteAheadLog", "openat", "EROFS", "+", 2, "/state/ledger.db-wal"},
                    LedgerFault{"NoSharedMemory", "openat", "EROFS", "+", 2, "/state/ledger.db-shm"}),
    name_of);

}  // namespace
}  // namespace retention::test
