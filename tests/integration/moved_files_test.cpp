// A file of the ledger, or its lock, is moved away while a call is under way: nothing more is sent, since what would be
// recorded could be lost or somebody else at work, and once it is back the next run ends where an undisturbed one
// would.
#include <gmock/gmock.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/integration/cut_world.h"

namespace retention::test {
namespace {

constexpr int kLedger = 5;

class MovedFiles : public CutWorld, public testing::WithParamInterface<std::string> {
 protected:
  MovedFiles() { fresh(); }

  std::string file() { return ledger() + GetParam(); }

  // Runs the program with the file moved away when its first call arrives.
  Output run_without_file(const Arguments& arguments) {
    sim().before_mutation([this](const simulator::MutationAttempt& attempt) {
      meet(attempt);
      if (std::filesystem::exists(file())) std::filesystem::rename(file(), file() + ".aside");
    });
    Output output = run(arguments);
    std::filesystem::rename(file() + ".aside", file());
    sim().before_mutation([this](const simulator::MutationAttempt& attempt) { meet(attempt); });
    return output;
  }

  void expect_one_call(const Output& output, std::size_t before) {
    EXPECT_EQ(output.status, kLedger) << output.out << output.err;
    EXPECT_THAT(output.err, testing::HasSubstr(file() + " was removed or replaced"));
    EXPECT_EQ(mutating_requests(), before + 1);
    expect_agreement(GetParam());
  }
};

TEST_P(MovedFiles, EndACycleBeforeItsNextCall) {
  ASSERT_EQ(run({"apply"}).status, 0);
  const Scene undisturbed = scene();
  fresh();
  expect_one_call(run_without_file({"apply"}), 0);
  const Output again = run({"apply"});
  EXPECT_EQ(again.status, 0) << again.out << again.err;
  EXPECT_EQ(scene().active, undisturbed.active);
  expect_agreement(GetParam());
}

TEST_P(MovedFiles, EndAnUndoBeforeItsNextCall) {
  const Arguments undo{"undo", "--run", "1", "--yes"};
  const std::vector<std::int64_t> first = simulator::ids(sim().active("acme", "npm", "lib"));
  ASSERT_EQ(run({"apply"}).status, 0);
  expect_one_call(run_without_file(undo), mutating_requests());
  const Output again = run(undo);
  EXPECT_EQ(again.status, 0) << again.out << again.err;
  EXPECT_EQ(simulator::ids(sim().active("acme", "npm", "lib")), first);
  expect_agreement(GetParam());
}

INSTANTIATE_TEST_SUITE_P(OfALedger, MovedFiles, testing::Values("", "-wal", "-shm", ".lock"), [](const auto& suffix) {
  return suffix.param.empty() ? std::string("Database") : suffix.param.substr(1);
});

}  // namespace
}  // namespace retention::test
