// What a ledger takes over the years.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "store/command_queue.h"
#include "tests/store/ledger_fixture.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

// The memory of this process now, in bytes.
std::int64_t resident() {
  std::ifstream status("/proc/self/statm");
  std::int64_t whole = 0;
  std::int64_t pages = 0;
  status >> whole >> pages;
  return pages * 4096;
}

class Longevity : public LedgerTest {
 protected:
  Longevity() { use(path_); }

  // A package with `count` versions, of which the oldest is number `first`; ten are made in an hour.
  static Inventory package_on(std::int64_t number, std::int64_t first, std::int64_t count) {
    Inventory inventory = test::inventory(PackageType::container).build();
    inventory.package.id = PackageId{number};
    inventory.package.name = "app" + std::to_string(number);
    for (std::int64_t id = first + count - 1; id >= first; --id) {
      const SysTime made = kNow - days(400) + seconds(id * 360);
      inventory.versions.push_back({VersionId{number * 100'000'000 + id},
                                    "sha256:" + to_hex(sha256(std::to_string(number) + "/" + std::to_string(id))), made,
                                    made, std::vector<std::string>{"main-" + std::to_string(id)}});
    }
    return inventory;
  }

  RunId begin_on(std::int64_t day, RunKind kind = RunKind::scheduled) {
    return ledger().begin_run({kind, Binding::binding, "schedule", "tester", "1.0", kNow + days(day), rules}).value();
  }

  void end_on(std::int64_t day, RunId run) {
    ASSERT_TRUE(ledger().finish_run(run, {kNow + days(day) + seconds(60), 0, 1, 0}));
  }

  // Wants the oldest versions of a package gone, as many as `churn`.
  static Wish oldest(const Inventory& inventory, std::int64_t churn, Mode mode = Mode::enforce) {
    Wish wish{{}, mode};
    for (std::int64_t i = 0; i < churn; ++i) wish.ids.push_back((inventory.versions.rbegin() + i)->id.value);
    return wish;
  }

  static StateMove to(DeletionState state, SysTime at, RunId run) {
    StateMove move;
    move.to = state;
    move.at = at;
    move.run = run;
    return move;
  }

  // Deletes what is queued, but for the first one, which GitHub refuses.
  void send_all(RunId run, SysTime now) {
    StateMove end = to(DeletionState::refused, now, run);
    end.refusal = RememberedRefusal{Refusal::downloads, now + days(1)};
    while (auto work = ledger().next_queued(run, now).value()) {
      EXPECT_TRUE(move(work->id, DeletionState::deleting, now, run));
      EXPECT_TRUE(ledger().move(work->id, end));
      end = to(DeletionState::deleted, now, run);
      sent_ = work->id;
    }
  }

  // A package of that day is deleted as a whole.
  void whole_package(std::int64_t day) {
    const SysTime now = kNow + days(day);
    const RunId run = begin_on(day, RunKind::delete_package);
    const Inventory inventory = package_on(1000 + day, 0, 3);
    const PlanId plan = record(run, inventory, oldest(inventory, 3)).id;
    const auto id = ledger().begin_package_deletion(plan, to(DeletionState::deleting, now, run));
    ASSERT_TRUE(id) << id.error().message;
    ASSERT_TRUE(ledger().move_package(*id, to(DeletionState::deleted, now, run)));
    end_on(day, run);
  }

  // A command is asked for and done, a plan approved, a version pinned.
  void people(std::int64_t day, RunId run) {
    const SysTime now = kNow + days(day);
    auto queue = CommandQueue::open(ledger().location()).value();
    const CommandId command = queue.put({now, "ada", CommandKind::cycle, "{}", "", std::nullopt}).value().id;
    ASSERT_TRUE(queue.take(now).value());
    ASSERT_TRUE(queue.finish(command, {now, 0, run, ""}));
    const Inventory inventory = package_on(2, day, 10);
    const PlanId plan = record(run, inventory, oldest(inventory, 1, Mode::approve)).id;
    ASSERT_TRUE(ledger().approve({plan}, {"ada", now, now + days(14)}));
    if (!sent_) return;
    ASSERT_TRUE(ledger().pin({*sent_, "pin", "for a while", now + days(14), "ada", now}));
  }

  // One day with something of everything, at the end of which what is older than `keep` is purged.
  void pass(std::int64_t day, std::int64_t versions, days keep) {
    const SysTime now = kNow + days(day);
    whole_package(day);
    const RunId run = begin_on(day);
    ASSERT_TRUE(ledger().warn(run, {"listing-failed", "page 2", "acme"}, now));
    people(day, run);
    const Inventory inventory = package_on(1, day * versions / 100, versions);
    record(run, inventory, oldest(inventory, versions / 100));
    send_all(run, now);
    end_on(day, run);
    ASSERT_TRUE(ledger().expire(run));
    ASSERT_TRUE(ledger().purge(run, Duration{.exact = keep}, {}, {}));
  }

  std::map<std::string, std::int64_t> rows() {
    SQLite::Database database(path_);
    std::map<std::string, std::int64_t> counted;
    SQLite::Statement tables(database, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    while (tables.executeStep()) {
      const std::string table = tables.getColumn(0);
      counted[table] = database.execAndGet("SELECT count(*) FROM " + table).getInt64();
    }
    return counted;
  }

  [[nodiscard]] std::int64_t bytes() const {
    std::int64_t sum = 0;
    for (const char* part : {"", "-wal"}) {
      if (std::filesystem::exists(path_ + part)) {
        sum += static_cast<std::int64_t>(std::filesystem::file_size(path_ + part));
      }
    }
    return sum;
  }

 private:
  test::TempDirectory folder_;
  std::string path_{folder_.file("ledger.db")};
  std::optional<DeletionId> sent_;
};

// What lives 100 days holds the plan that found it, so the oldest plan left is 100 + 60 days old, and from then on
// every table has the same number of rows for ever. The bytes still grow for a while: the ids in the rows get longer,
// since SQLite stores a number in as few bytes as it takes, and pages of which rows were purged are not filled at once.
TEST_F(Longevity, FourHundredDaysWithOnePercentChurnLeaveRowsSizeAndMemoryFlat) {
  constexpr std::int64_t kVersions = 5000;
  constexpr days kKeep{60};
  constexpr std::int64_t kSettled = 200;
  std::map<std::string, std::int64_t> settled;
  std::int64_t file = 0;
  std::int64_t memory = 0;
  for (std::int64_t day = 0; day <= 400 && !HasFailure(); ++day) {
    pass(day, kVersions, kKeep);
    if (day == kSettled) {
      settled = rows();
      file = bytes();
      memory = resident();
    }
  }
  RecordProperty("bytes", std::to_string(bytes()));
  EXPECT_EQ(rows(), settled);
  EXPECT_LE(bytes(), file + file / 25);
  EXPECT_LE(resident(), memory + 4'000'000);
  std::vector<std::string> empty;
  for (const auto& [table, count] : settled) {
    if (count == 0) empty.push_back(table);
  }
  EXPECT_THAT(empty, testing::ElementsAre("deletion_after", "manifest", "manifest_child", "manifest_missing", "outbox",
                                          "rate", "walk_page"))
      << "the others are flat because they are purged";
  expect_sound();
}

TEST_F(Longevity, AQuietDayOfAHundredThousandVersionsAddsLittle) {
  std::vector<Inventory> packages;
  for (std::int64_t number = 1; number <= 100; ++number) packages.push_back(package_on(number, 0, 1000));
  const auto cycle = [&](std::int64_t day) {
    const RunId run = begin_on(day);
    for (const Inventory& inventory : packages) record(run, inventory, {});
    end_on(day, run);
  };
  cycle(0);
  const std::int64_t before = bytes();
  cycle(1);
  RecordProperty("bytes_each", std::to_string(before / 100'000));
  EXPECT_LT(bytes() - before, 1'000'000);
}

}  // namespace
}  // namespace retention::store
