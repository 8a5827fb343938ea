#include <vector>

#include "store/deletion_rows.h"
#include "store/journal.h"
#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/package_deletion_rows.h"
#include "store/run_rows.h"

namespace retention::store {
namespace {

constexpr std::int64_t kMost = 2000;

// The deletions of a table whose 30 days are over, by an index of their own.
template <typename Id>
std::vector<Id> over_in(Database& database, std::string_view table_and_states, SysTime now) {
  Query query = database.query("SELECT id FROM " + std::string(table_and_states) +
                               " AND undo_until <= ?1 ORDER BY undo_until, id LIMIT ?2");
  query.bind(now, kMost);
  std::vector<Id> ids;
  while (query.step()) ids.push_back(query.id<Id>(0));
  return ids;
}

}  // namespace

Result<std::int64_t> Ledger::expire(RunId run) {
  return guarded("end what can no longer be undone", [&]() -> Result<std::int64_t> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const auto now = trusted_end(database, run);
    if (!now) return std::int64_t{0};
    StateMove move;
    move.to = DeletionState::expired;
    move.at = *now;
    move.note = "GitHub restores for 30 days only";
    Journal journal(database);
    for (const PackageDeletionId id :
         over_in<PackageDeletionId>(database, "package_deletion WHERE state IN (6, 14)", *now)) {
      apply_package_move(database, journal, *find_package_deletion(database, id), move);
    }
    std::int64_t versions = 0;
    for (const std::string_view states : {"deletion WHERE state IN (6, 14)", "deletion WHERE state = 15"}) {
      for (const DeletionId id : over_in<DeletionId>(database, states, *now)) {
        apply_move(database, journal, *find_deletion(database, id), move);
        ++versions;
      }
    }
    transaction.commit();
    return versions;
  });
}

}  // namespace retention::store
