#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "policy/model/rule.h"
#include "store/database.h"
#include "store/ledger.h"
#include "store/lock.h"
#include "store/place.h"

namespace retention::store {

// The rules behind the RuleIndex of the plans made with one rule set: the file may have ordered them otherwise when
// this rule set was first recorded.
struct KnownRules {
  RuleTable table;
  std::vector<std::int64_t> keys;  // of table `rule`, in the order of `table`
};

struct Ledger::Impl {
  std::string location;
  std::unique_ptr<Database> database;
  std::unordered_map<RulesetId, KnownRules> rules;
  std::function<int()> interrupted;
  std::function<void(const Head&)> on_run_end;
  Place place;
  const LedgerLock* lock{nullptr};  // which outlives the ledger

  // Whether what a call makes the ledger write, so many moves, would be written for good and by nobody else beside.
  [[nodiscard]] Result<void> check_before_call(std::int64_t moves) const;
};

// Takes what is committed from the write-ahead log into the file, unless a reader holds the log.
void checkpoint(Database& database);

}  // namespace retention::store
