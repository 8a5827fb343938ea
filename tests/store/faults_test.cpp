#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <thread>

#include "tests/store/ledger_fixture.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using testing::HasSubstr;

// What a child process reports about its commits: one line after each.
class Acknowledgements {
 public:
  Acknowledgements() { EXPECT_EQ(::pipe(ends_.data()), 0); }
  ~Acknowledgements() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  Acknowledgements(const Acknowledgements&) = delete;
  Acknowledgements& operator=(const Acknowledgements&) = delete;

  void tell(std::int64_t value) const {
    if (::write(ends_[1], &value, sizeof value) != static_cast<ssize_t>(sizeof value)) ::_exit(9);
  }
  [[nodiscard]] std::int64_t wait_for_one() const {
    std::int64_t value = -1;
    return ::read(ends_[0], &value, sizeof value) == static_cast<ssize_t>(sizeof value) ? value : -1;
  }

 private:
  std::array<int, 2> ends_{};
};

class Faults : public LedgerTest {
 protected:
  test::TempDirectory folder;
  std::string path{folder.file("ledger.db")};
};

// Plans forty deletions, then sends one after the other and tells each that is acknowledged.
[[noreturn]] void delete_until_killed(const std::string& path, const Acknowledgements& told) {
  auto ledger = Ledger::open(path).value();
  const RulesetId rules = ledger.record_ruleset(sha256("rules"), "", two_rules(), kNow).value();
  const RunId run = ledger.begin_run({RunKind::apply, Binding::binding, "", "", "", kNow, rules}).value();
  const Inventory inventory = images(40);
  Wish all;
  for (std::int64_t id = 1; id <= 40; ++id) all.ids.push_back(id);
  static_cast<void>(ledger.record_plan(run, rules, inventory, plan_of(inventory, all), "").value());
  while (const auto work = ledger.next_queued(run, kNow).value()) {
    StateMove move;
    move.at = kNow;
    for (const DeletionState to : {DeletionState::deleting, DeletionState::deleted}) {
      move.to = to;
      if (!ledger.move(work->id, move)) ::_exit(8);
    }
    told.tell(work->id.value);
  }
  for (;;) ::pause();
}

TEST_F(Faults, LoseNoAcknowledgedRowWhenTheProcessIsKilled) {
  for (const int commits : {1, 7, 23}) {
    const std::string file = folder.file("killed-" + std::to_string(commits) + ".db");
    const Acknowledgements told;
    const pid_t child = ::fork();
    if (child == 0) delete_until_killed(file, told);
    ASSERT_GT(child, 0);
    std::vector<std::int64_t> acknowledged;
    for (int i = 0; i < commits; ++i) acknowledged.push_back(told.wait_for_one());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);

    use(file);
    expect_sound();
    std::vector<std::int64_t> deleted;
    for (const DeletionDetail& detail : deletions_of(RunId{1})) {
      if (detail.deletion.state == DeletionState::deleted) deleted.push_back(detail.deletion.id.value);
    }
    EXPECT_THAT(deleted, testing::IsSupersetOf(acknowledged));
    EXPECT_LE(ledger().in_flight()->size(), 1U);
  }
}

// Runs in a child: a file that may not grow is as good as a full disk.
int fill_up(const std::string& path) {
  std::signal(SIGXFSZ, SIG_IGN);
  auto ledger = Ledger::open(path).value();
  const RunId run = ledger.begin_run({RunKind::apply, Binding::binding, "", "", "", kNow, std::nullopt}).value();
  const rlimit limit{1024 * 1024, 1024 * 1024};
  if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
  for (int written = 0; written < 10'000; ++written) {
    const auto done = ledger.warn(run, {"code", std::string(2000, 'x'), ""}, kNow);
    if (done) continue;
    const bool clear = done.error().code == ErrorCode::ledger &&
                       done.error().message.find("cannot record a warning: ledger " + path) == 0;
    return clear && !ledger.finish_run(RunId{77}, {kNow}) ? 0 : 3;
  }
  return 4;
}

TEST_F(Faults, AreClearWhenTheDiskIsFull) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(fill_up(path));
  ASSERT_GT(child, 0);
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  use(path);
  expect_sound();
  EXPECT_GT(history().run(RunId{1}).value()->warnings.size(), 10U);
}

TEST_F(Faults, LetTwoWritersTakeTurns) {
  use(path);
  const auto write = [this] {
    auto mine = Ledger::open(path).value();
    for (int i = 0; i < 50; ++i) {
      const RunId run = mine.begin_run({RunKind::plan, Binding::dry_run, "", "", "", kNow, std::nullopt}).value();
      EXPECT_TRUE(mine.finish_run(run, {kNow}));
    }
  };
  {
    const std::jthread other(write);
    write();
  }
  expect_sound();
  EXPECT_EQ(history().runs(1000, std::nullopt)->size(), 100U);
}

TEST_F(Faults, LetAReaderSeeOneStateWhileAnotherWrites) {
  use(path);
  delete_all(images(5), {1, 2});
  auto reader = history();
  EXPECT_TRUE(reader.deletions_of(RunId{1}, [&](const DeletionDetail& detail) {
    EXPECT_EQ(detail.deletion.state, DeletionState::deleted);
    if (detail.version != VersionId{1}) return;
    const auto row = ledger().restorable(ByRun{RunId{1}}, kNow)->work.front();
    EXPECT_TRUE(move(row.id, DeletionState::restoring));
  }));
}

}  // namespace
}  // namespace retention::store
