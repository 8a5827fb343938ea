// What happens to the files of a ledger while a process has it open.
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
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

// Another process, which is there before the ledger is opened: what it inherited would make it a part of this one.
class OtherProcess : public testing::Test {
 protected:
  OtherProcess() {
    EXPECT_EQ(::pipe(go_.data()), 0);
    child_ = ::fork();
    if (child_ != 0) return;
    char byte = 0;
    bool opened = ::read(go_[0], &byte, 1) == 1;
    if (opened) opened = Ledger::open(path).has_value();  // and closed
    ::_exit(opened ? 0 : 1);
  }

  void open_and_close() {
    const char byte = 'g';
    ASSERT_EQ(::write(go_[1], &byte, 1), 1);
    int status = 1;
    ASSERT_EQ(::waitpid(child_, &status, 0), child_);
    EXPECT_EQ(status, 0);
  }

  test::TempDirectory folder;
  std::string path{folder.file("ledger.db")};

 private:
  std::array<int, 2> go_{};
  pid_t child_{0};
};

// POSIX takes all locks of a process from a file with any descriptor of it; without them another process that ends
// removes the log of a ledger that is in use.
TEST_F(OtherProcess, LeavesALedgerAloneThatIsInUseThoughItsLockWasLookedAt) {
  const auto ledger = Ledger::open(path);
  ASSERT_TRUE(ledger);
  ASSERT_TRUE(std::filesystem::exists(path + "-wal"));
  EXPECT_TRUE(LedgerLock::held_for(path));
  open_and_close();
  EXPECT_TRUE(std::filesystem::exists(path + "-wal"));
}

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

TEST_F(Places, AnUndoIsHeldAgainstItToo) {
  const auto work = ledger().next_queued(run, kNow).value();
  ASSERT_TRUE(move(work->id, DeletionState::deleting, kNow, run));
  ASSERT_TRUE(move(work->id, DeletionState::deleted, kNow, run));
  std::filesystem::remove(path + "-shm");
  EXPECT_EQ(move(work->id, DeletionState::restoring, kNow, run).error().code, ErrorCode::ledger);
}

}  // namespace
}  // namespace retention::store
