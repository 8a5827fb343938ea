#pragma once

#include <cstdint>
#include <string>

#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "store/codec.h"
#include "store/database.h"
#include "store/sip_hash.h"

namespace retention::store {

// A number for everything that the ledger keeps of one version: what was seen, and what was decided but for ranks. If
// it is the one that stands beside the version's row, there is nothing to write. It depends on a key that only the
// ledger holds, so whoever chooses tags cannot choose two states with one mark. One thread.
class VersionMarks {
 public:
  // Reads the key; throws DatabaseFailure.
  explicit VersionMarks(Database& database);

  [[nodiscard]] std::int64_t of(const PackageVersion& version, Verdict verdict, const StoredDecision& decision);

 private:
  SipKey key_;
  std::string text_;  // kept for its memory
};

}  // namespace retention::store
