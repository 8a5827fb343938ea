#include "store/lock.h"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <utility>

#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using testing::HasSubstr;

class LockTest : public testing::Test {
 protected:
  test::TempDirectory folder;
  std::string path{folder.file("ledger.db")};
};

TEST_F(LockTest, IsHeldByOneAndTellsWho) {
  const auto held = LedgerLock::acquire(path, "apply");
  ASSERT_TRUE(held) << held.error().message;
  const auto second = LedgerLock::acquire(path, "undo");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::busy);
  EXPECT_THAT(second.error().message, HasSubstr("process " + std::to_string(::getpid()) + " (apply)"));
}

TEST_F(LockTest, TellsWhatItIsHeldForWithoutTakingIt) {
  EXPECT_EQ(LedgerLock::held_for(path).value(), std::nullopt);
  {
    const auto held = LedgerLock::acquire(path, "run");
    EXPECT_EQ(LedgerLock::held_for(path).value(), "run");
  }
  EXPECT_EQ(LedgerLock::held_for(path).value(), std::nullopt);
  EXPECT_TRUE(LedgerLock::acquire(path, "apply"));
}

TEST_F(LockTest, EndsWithTheObject) {
  { const auto held = LedgerLock::acquire(path, "apply"); }
  EXPECT_TRUE(LedgerLock::acquire(path, "undo"));
}

TEST_F(LockTest, MovesWithTheObject) {
  auto held = LedgerLock::acquire(path, "apply").value();
  const LedgerLock other = std::move(held);
  EXPECT_FALSE(LedgerLock::acquire(path, "undo"));
}

TEST_F(LockTest, SaysWhenItsFileIsNotTheOneThatOthersFind) {
  const auto held = LedgerLock::acquire(path, "apply").value();
  EXPECT_TRUE(held.check());
  std::filesystem::rename(path + ".lock", path + ".aside");
  EXPECT_THAT(held.check().error().message, HasSubstr("ledger.db.lock was removed or replaced"));
  ASSERT_TRUE(LedgerLock::acquire(path, "undo"));
  EXPECT_FALSE(held.check());
  std::filesystem::rename(path + ".aside", path + ".lock");
  EXPECT_TRUE(held.check());
}

TEST_F(LockTest, IsFreeAfterItsProcessWasKilled) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = LedgerLock::acquire(path, "run");
    ::kill(::getpid(), SIGKILL);
  }
  ASSERT_GT(child, 0);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(LedgerLock::acquire(path, "apply"));
}

TEST_F(LockTest, OnAFileThatWasRemovedMeanwhileIsNone) {
  Result<LedgerLock> second = fail(ErrorCode::busy, "not tried yet");
  while (!second) {
    std::optional held(LedgerLock::acquire(path, "apply").value());
    auto waiting = std::async(std::launch::async, [&] { return LedgerLock::acquire(path, "undo"); });
    // Most often it has the file open by then, and has not given up yet.
    ::poll(nullptr, 0, 30);
    std::filesystem::remove(path + ".lock");
    held.reset();
    second = waiting.get();
  }
  EXPECT_FALSE(LedgerLock::acquire(path, "run")) << "the second one has a file that is there";
}

TEST_F(LockTest, ThatCannotBeOpenedSaysWhatToDo) {
  std::filesystem::create_directory(path + ".lock");
  const auto refused = LedgerLock::acquire(path, "apply");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("it must be a plain file of this user"));
}

TEST_F(LockTest, IsAPrivateFileBesideTheLedger) {
  const auto held = LedgerLock::acquire(path, "apply");
  struct stat found {};
  ASSERT_EQ(::stat((path + ".lock").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST_F(LockTest, IsNotNeededInMemory) {
  const auto held = LedgerLock::acquire(":memory:", "apply");
  EXPECT_TRUE(held);
  EXPECT_TRUE(LedgerLock::acquire(":memory:", "undo"));
}

}  // namespace
}  // namespace retention::store
