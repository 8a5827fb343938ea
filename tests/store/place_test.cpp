// What happens to the files of a ledger while a process has it open.
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "store/lock.h"
#include "tests/store/ledger_fixture.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using testing::HasSubstr;

class Places : public LedgerTest {
 protected:
  Places() {
    use(path);
    run = begin();
    record(run, images(3), {{1, 2}});
  }

  Result<void> begin_call() {
    const auto work = ledger().next_queued(run, kNow).value();
    EXPECT_TRUE(work);
    return move(work->id, DeletionState::deleting, kNow, run);
  }

  test::TempDirectory folder;
  std::string path{folder.file("ledger.db")};
  RunId run;
};

class RemovedFiles : public Places, public testing::WithParamInterface<std::string> {};

TEST_P(RemovedFiles, KeepCallsFromBeingSent) {
  const std::string file = path + GetParam();
  std::filesystem::rename(file, path + ".aside");
  const auto removed = begin_call();
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().code, ErrorCode::ledger);
  EXPECT_THAT(removed.error().message, HasSubstr(file + " was removed or replaced"));
  std::filesystem::copy_file(path + ".aside", file);
  EXPECT_FALSE(begin_call());
  std::filesystem::rename(path + ".aside", file);
  EXPECT_TRUE(begin_call());
}

INSTANTIATE_TEST_SUITE_P(OfALedger, RemovedFiles, testing::Values("", "-wal", "-shm"), [](const auto& suffix) {
  return suffix.param.empty() ? std::string("database") : suffix.param.substr(1);
});

TEST_F(Places, ALockThatKeepsNobodyOutKeepsCallsFromBeingSent) {
  const auto lock = LedgerLock::acquire(path, "apply").value();
  ledger().rely_on(lock);
  std::filesystem::remove(path + ".lock");
  const auto unlocked = begin_call();
  ASSERT_FALSE(unlocked);
  EXPECT_EQ(unlocked.error().code, ErrorCode::ledger);
  EXPECT_THAT(unlocked.error().message, HasSubstr(path + ".lock was removed or replaced"));
}

// POSIX takes all locks of a process from a file with any descriptor of it; without them another process that ends
// removes the log of a ledger that is in use.
TEST_F(Places, WhoAsksForTheLockLeavesTheLedgerItsOwn) {
  EXPECT_TRUE(LedgerLock::held_for(path));
  EXPECT_TRUE(LedgerLock::acquire(path, "apply"));
  const pid_t other = ::fork();
  if (other == 0) {
    const bool opened = Ledger::open(path).has_value();  // and closed
    ::_exit(opened ? 0 : 1);
  }
  int status = 1;
  ASSERT_EQ(::waitpid(other, &status, 0), other);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(begin_call());
}

TEST_F(Places, AnUndoIsHeldAgainstItToo) {
  const auto work = ledger().next_queued(run, kNow).value();
  ASSERT_TRUE(move(work->id, DeletionState::deleting, kNow, run));
  ASSERT_TRUE(move(work->id, DeletionState::deleted, kNow, run));
  std::filesystem::remove(path + "-shm");
  EXPECT_EQ(move(work->id, DeletionState::restoring, kNow, run).error().code, ErrorCode::ledger);
}

}  // namespace
}  // namespace retention::store
