#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/error.h"
#include "store/database.h"
#include "store/journal.h"
#include "store/verify.h"

// The steps of verify(). Each runs in the transaction that is open and throws DatabaseFailure where the file cannot be
// read. What does not hold is ErrorCode::broken_chain.
namespace retention::store {

struct JournalRow {
  std::int64_t seq{0};
  JournalEntry entry;
  Digest hash{Digest::Bytes{}};
};

// What the journal said last of what has a row elsewhere, by the key of that row.
struct Told {
  std::map<std::int64_t, JournalRow> pinned;
  std::map<std::int64_t, JournalRow> unpinned;
  std::map<std::int64_t, JournalRow> decided;                 // plans
  std::map<std::int64_t, std::vector<JournalRow>> approvals;  // of a plan, all of them
  std::map<std::int64_t, JournalRow> holds;                   // packages
  std::map<std::int64_t, std::int64_t> ended;                 // runs, and the number of the row
  std::map<std::int64_t, JournalRow> packages;                // deletions of packages
  std::optional<JournalRow> pause;
};

// What the checks have in common.
struct Check {
  Database& database;
  Verification& found;
  Told told{};

  bool purged{false};  // rows of the journal were

  // Before it things may have been purged without a word; nothing if no run has ended yet.
  std::optional<SysTime> purged_before{};
};

// No purge takes what is younger, seen from the newest end of a run.
inline constexpr std::chrono::days kLeastKept{35};

[[nodiscard]] tl::unexpected<Error> broken(const std::string& what);
[[nodiscard]] std::string row_name(std::int64_t seq);

// Whether what was over at this time may be gone by a purge.
[[nodiscard]] bool may_be_purged(const Check& check, SysTime at);

Result<void> check_tables(Check& check);  // before anything is read from them
Result<void> check_guards(Check& check);  // triggers and indexes
Result<void> check_chain(Check& check);   // fills `told`
Result<void> check_purge(Check& check);
Result<void> check_seals(Check& check);
Result<void> check_ends(Check& check);
Result<void> check_run_totals(Check& check);
Result<void> check_deletions(Check& check);
Result<void> check_sending_order(Check& check);
Result<void> check_package_deletions(Check& check);
Result<void> check_pins(Check& check);
Result<void> check_plans(Check& check);
Result<void> check_approvals(Check& check);
Result<void> check_holds(Check& check);
Result<void> check_pause(Check& check);

// The same for what takes a look at every version.
Result<void> check_versions(Check& check);
Result<void> check_changes(Check& check);

}  // namespace retention::store
