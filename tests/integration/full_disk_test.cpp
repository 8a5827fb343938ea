// The ledger lies on a small disk that is full from the beginning, but for a little, or fills up while a call is under
// way: nothing is sent that is not committed, nothing more is sent afterwards, and once there is room again the next
// run ends where an undisturbed one would.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>

#include "tests/integration/cut_world.h"
#include "tests/integration/ledger_view.h"
#include "tests/integration/small_disk.h"

namespace retention::test {
namespace {

constexpr int kLedger = 5;

// From where on the program finds enough room to send anything, in KiB.
constexpr std::uint64_t kReserve = 4096;
// More than everything takes.
constexpr std::uint64_t kPlenty = 8192;

class FullDisk : public CutWorld {
 protected:
  FullDisk() { SmallDisk::hide_mounts(); }

  void restart() {
    disk_.reset();
    fresh();
    std::filesystem::create_directories(folder().path() + "/state");
    disk_.emplace(folder().path() + "/state");
    first = simulator::ids(sim().active("acme", "npm", "lib"));
  }
  SmallDisk& disk() { return *disk_; }

  // From one level that is tried to the next, in KiB: a page of the ledger, or more for a sample.
  static std::uint64_t step(std::uint64_t sample) { return every_point() ? 4 : sample; }

  // Runs the program with each level of free room, less than enough for anything and then about enough to send. The
  // program has to end with 5 and send nothing until there is room for all; then `through`.
  void fill_before(const Arguments& arguments, const std::function<void()>& prepare,
                   const std::function<void(const std::string&)>& recover) {
    int full = 0;
    for (std::uint64_t kib = 0; kib < kPlenty; kib += step(kib < kReserve ? 52 : 24)) {
      const std::string when = std::to_string(kib) + " KiB free";
      prepare();
      const std::size_t calls = mutating_requests();
      disk().leave_free(kib);
      const Output output = run(arguments);
      disk().make_room();
      EXPECT_TRUE(output.status == 0 || output.status == kLedger) << when << ": " << output.status << output.err;
      if (kib < kReserve) {
        EXPECT_EQ(mutating_requests(), calls) << when;
      }
      if (output.status == kLedger) {
        ++full;
        EXPECT_THAT(output.err, testing::HasSubstr("ledger")) << when;
      }
      EXPECT_LE(in_flight(), output.status == 0 ? 0 : 1) << when;
      recover(when);
      if (kib >= kReserve && output.status == 0) return;
      // Between what all but the calls take and the reserve, every level is the same.
      const bool refused = output.err.find("are free where the ledger") != std::string::npos;
      if (refused && kib < kReserve) kib = std::max(kib, kReserve - step(52));
    }
    FAIL() << "the program does not come through with " << kPlenty << " KiB";
  }

  std::ptrdiff_t in_flight() {
    const auto states = deletion_states(ledger());
    return std::ranges::count_if(states,
                                 [](const auto& row) { return row.second == "deleting" || row.second == "restoring"; });
  }

  // The disk fills up when the nth call arrives.
  void fill_at_call(int nth, std::uint64_t kib) {
    calls_left_ = nth;
    sim().before_mutation([this, kib](const simulator::MutationAttempt& attempt) {
      meet(attempt);
      if (--calls_left_ == 0) disk().leave_free(kib);
    });
  }

  void expect_as_undisturbed(const Scene& undisturbed, const std::string& when) {
    const Output again = run({"apply"});
    EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
    EXPECT_EQ(scene().active, undisturbed.active) << when;
    expect_agreement(when);
  }

  void expect_restored(const std::string& when) {
    const Output again = run(undo);
    EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
    EXPECT_EQ(active("npm", "lib"), first) << when;
    expect_agreement(when);
  }

  const Arguments undo{"undo", "--run", "1", "--yes"};
  const Arguments remove{"delete-package", "acme/npm/lib", "--yes"};
  std::vector<std::int64_t> first;

 private:
  std::optional<SmallDisk> disk_;
  std::atomic<int> calls_left_{0};
};

TEST_F(FullDisk, BeforeACycleSendsNothing) {
  restart();
  ASSERT_EQ(run({"apply"}).status, 0);
  const Scene undisturbed = scene();
  fill_before(
      {"apply"}, [this] { restart(); }, [&](const std::string& when) { expect_as_undisturbed(undisturbed, when); });
}

TEST_F(FullDisk, BeforeAnUndoSendsNothing) {
  fill_before(
      undo,
      [this] {
        restart();
        ASSERT_EQ(run({"apply"}).status, 0);
      },
      [this](const std::string& when) { expect_restored(when); });
}

TEST_F(FullDisk, BeforeAPackageIsDeletedAsAWholeSendsNothing) {
  fill_before(
      remove, [this] { restart(); },
      [this](const std::string& when) {
        if (!active("npm", "lib").empty()) {
          const Output again = run(remove);
          EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
        }
        EXPECT_THAT(active("npm", "lib"), testing::IsEmpty()) << when;
        expect_agreement(when);
      });
}

TEST_F(FullDisk, BeforeAPackageIsRestoredAsAWholeSendsNothing) {
  fill_before(
      undo,
      [this] {
        restart();
        ASSERT_EQ(run(remove).status, 0);
      },
      [this](const std::string& when) { expect_restored(when); });
}

TEST_F(FullDisk, InACallOfACycleSendsNothingMore) {
  restart();
  ASSERT_EQ(run({"apply"}).status, 0);
  const Scene undisturbed = scene();
  for (int nth = 1; nth <= 5; nth += every_point() ? 1 : 3) {
    for (std::uint64_t kib = 0; kib <= 96; kib += step(24)) {
      restart();
      fill_at_call(nth, kib);
      const std::string when = std::to_string(kib) + " KiB left at call " + std::to_string(nth);
      const Output output = run({"apply"});
      disk().make_room();
      EXPECT_EQ(mutating_requests(), static_cast<std::size_t>(nth)) << when;
      EXPECT_TRUE(output.status == kLedger || (kib > 0 && nth == 5 && output.status == 0)) << when << output.err;
      if (kib == 0) {
        EXPECT_EQ(in_flight(), 1) << when;
      }
      EXPECT_LE(in_flight(), output.status == 0 ? 0 : 1) << when;
      expect_as_undisturbed(undisturbed, when);
    }
  }
}

TEST_F(FullDisk, InACallOfAnUndoSendsNothingMore) {
  for (int nth = 1; nth <= 3; nth += every_point() ? 1 : 2) {
    for (std::uint64_t kib = 0; kib <= 96; kib += step(24)) {
      restart();
      ASSERT_EQ(run({"apply"}).status, 0);
      const std::size_t calls = mutating_requests();
      fill_at_call(nth, kib);
      const std::string when = std::to_string(kib) + " KiB left at call " + std::to_string(nth);
      const Output output = run(undo);
      disk().make_room();
      EXPECT_EQ(mutating_requests(), calls + static_cast<std::size_t>(nth)) << when;
      EXPECT_TRUE(output.status == kLedger || (kib > 0 && nth == 3 && output.status == 0)) << when << output.err;
      if (kib == 0) {
        EXPECT_EQ(in_flight(), 1) << when;
      }
      EXPECT_LE(in_flight(), output.status == 0 ? 0 : 1) << when;
      expect_restored(when);
    }
  }
}

TEST_F(FullDisk, ThatIsReadOnlyBetweenRunsSendsNothing) {
  restart();
  ASSERT_EQ(run({"apply"}).status, 0);
  const std::size_t calls = mutating_requests();
  disk().make_read_only();
  for (const Arguments& arguments : {Arguments{"apply"}, undo}) {
    const Output output = run(arguments);
    EXPECT_EQ(output.status, kLedger) << output.out << output.err;
  }
  EXPECT_EQ(mutating_requests(), calls);
  disk().make_writable();
  expect_restored("after the disk was read-only");
}

}  // namespace
}  // namespace retention::test
