#pragma once

#include <optional>
#include <string>

#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "store/database.h"
#include "store/journal.h"

namespace retention::store {

// Where the ledger's history begins. Members throw DatabaseFailure.
struct HistoryStart {
  RunId first_run;  // the oldest run whose report can be had
  SysTime before;   // runs that ended before this time were purged
};

// Nothing if no run was ever purged.
[[nodiscard]] std::optional<HistoryStart> history_start(Database& database);
void set_history_start(Database& database, const HistoryStart& start);

// The last row of the journal that was purged, as table `anchor` keeps it.
struct Anchor {
  ChainLink link;
  SysTime at;  // when it was purged
  std::string why;
};

// The newest one; nothing if the journal is whole.
[[nodiscard]] std::optional<Anchor> newest_anchor(Database& database);

// The body of a journal row of kind `purged`: what the two functions above say from then on.
[[nodiscard]] std::string encode_purge(const std::optional<HistoryStart>& start, const std::optional<Anchor>& anchor);

// For whoever asks for a run that was purged: since when, and what is left.
[[nodiscard]] std::string purged_text(RunId run, const HistoryStart& start);

}  // namespace retention::store
