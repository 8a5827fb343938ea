#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "policy/base/digest.h"
#include "policy/base/error.h"
#include "policy/base/time.h"
#include "store/database.h"

namespace retention::store {

// What was checked, when nothing is wrong.
struct Verification {
  std::int64_t journal_rows{0};
  std::int64_t first_seq{0};  // of the rows that are left; 0 if the journal is empty
  std::int64_t head_seq{0};
  Digest head{Digest::Bytes{}};
  std::optional<SysTime> first_at;
  std::optional<SysTime> last_at;
  std::int64_t deletions{0};    // whose state is the one last journalled
  std::int64_t pins{0};         // likewise
  std::int64_t changes{0};      // versions of plans that saw or decided something of them anew, as it was sealed
  std::int64_t sealed_runs{0};  // whose seal is in the chain
};

// Checks a ledger: SQLite's own integrity and foreign keys, the journal's chain from its first row or anchor, the seal
// of every finished run, and that every deletion is in the state that was journalled last. Reads only; takes a path or
// Ledger::location(). The first thing that does not hold is ErrorCode::broken_chain, naming the row; a file that
// cannot be read, or that SQLite finds damaged, is ErrorCode::ledger.
Result<Verification> verify(const std::string& location);

// What verify() checks but for SQLite's own integrity, which takes the time that the whole file takes to read: journal,
// seals and deletions, in the transaction that is open. Throws DatabaseFailure where the file cannot be read.
Result<void> check_records(Database& database, Verification& found);

}  // namespace retention::store
