// What a ledger takes over the years.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

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

  // Deletes the oldest ones of what is recorded, as many as `churn`.
  RunId cycle(std::int64_t day, const std::vector<Inventory>& packages, std::int64_t churn) {
    const SysTime now = kNow + days(day);
    const RunId run =
        ledger().begin_run({RunKind::scheduled, Binding::binding, "schedule", "tester", "1.0", now, rules}).value();
    for (const Inventory& inventory : packages) {
      Wish wish;
      for (std::int64_t i = 0; i < churn; ++i) wish.ids.push_back((inventory.versions.rbegin() + i)->id.value);
      record(run, inventory, wish);
    }
    while (auto work = ledger().next_queued(run, now).value()) {
      EXPECT_TRUE(move(work->id, DeletionState::deleting, now, run));
      EXPECT_TRUE(move(work->id, DeletionState::deleted, now, run));
    }
    EXPECT_TRUE(ledger().finish_run(run, {now + seconds(60), 0, 1, 0}));
    return run;
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
};

TEST_F(Longevity, FourHundredDaysWithOnePercentChurnLeaveSizeAndMemoryFlat) {
  constexpr std::int64_t kVersions = 5000;
  constexpr std::int64_t kChurn = kVersions / 100;
  constexpr days kKeep{60};
  constexpr std::int64_t kSettled = 150;  // twice what is kept, and some
  std::int64_t file = 0;
  std::int64_t memory = 0;
  for (std::int64_t day = 0; day <= 400; ++day) {
    const RunId run = cycle(day, {package_on(1, day * kChurn, kVersions)}, kChurn);
    ASSERT_TRUE(ledger().purge(run, kNow + days(day) - kKeep, {}));
    if (day == kSettled) {
      file = bytes();
      memory = resident();
    }
  }
  RecordProperty("bytes", std::to_string(bytes()));
  EXPECT_LE(bytes(), file + file / 50);
  EXPECT_LE(resident(), memory + 4'000'000);
  expect_sound();
}

TEST_F(Longevity, AQuietDayOfAHundredThousandVersionsAddsLittle) {
  std::vector<Inventory> packages;
  for (std::int64_t number = 1; number <= 100; ++number) packages.push_back(package_on(number, 0, 1000));
  cycle(0, packages, 0);
  const std::int64_t before = bytes();
  cycle(1, packages, 0);
  RecordProperty("bytes_each", std::to_string(before / 100'000));
  EXPECT_LT(bytes() - before, 1'000'000);
}

}  // namespace
}  // namespace retention::store
