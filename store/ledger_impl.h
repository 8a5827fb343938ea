#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "policy/model/rule.h"
#include "store/database.h"
#include "store/ledger.h"

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
};

// Takes what is committed from the write-ahead log into the file, unless a reader holds the log.
void checkpoint(Database& database);

}  // namespace retention::store
