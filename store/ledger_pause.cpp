#include "store/codec.h"
#include "store/journal.h"
#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/pause_rows.h"

namespace retention::store {

Result<std::optional<Pause>> Ledger::pause(const Pause& pause) {
  return guarded("pause the deletions", [&]() -> Result<std::optional<Pause>> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    auto before = read_pause(database, pause.at);
    write_pause(database, pause);
    Journal(database).append({pause.at, std::nullopt, JournalKind::paused, 0, encode_note(describe(pause))});
    transaction.commit();
    return before;
  });
}

Result<std::optional<Pause>> Ledger::resume(const std::string& by, SysTime at) {
  return guarded("resume the deletions", [&]() -> Result<std::optional<Pause>> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    auto before = read_pause(database, at);
    if (!before) return before;
    erase_pause(database);
    Journal(database).append({at, std::nullopt, JournalKind::resumed, 0, encode_note("by " + by)});
    transaction.commit();
    return before;
  });
}

Result<std::optional<Pause>> Ledger::paused(SysTime now) {
  return guarded("read whether deletions are paused",
                 [&]() -> Result<std::optional<Pause>> { return read_pause(*impl_->database, now); });
}

Result<std::vector<DeleteInFlight>> Ledger::deletes_in_flight() {
  return guarded("list the delete calls in flight", [&]() -> Result<std::vector<DeleteInFlight>> {
    // What could not be settled after its call has ended puts its package on hold.
    Query query = impl_->database->query(
        "SELECT o.login, k.type, k.name, v.gh_id, d.state_at FROM deletion d JOIN version v ON v.id = d.version_id "
        "JOIN package k ON k.id = d.package_id JOIN owner o ON o.id = k.owner_id WHERE d.state = ?1 AND k.hold_code IS "
        "NOT ?2 "
        "UNION ALL SELECT o.login, k.type, k.name, NULL, x.state_at FROM package_deletion x "
        "JOIN package k ON k.id = x.package_id JOIN owner o ON o.id = k.owner_id WHERE x.state = ?1 AND k.hold_code IS "
        "NOT ?2");
    query.bind(DeletionState::deleting, Hold::unsettled);
    std::vector<DeleteInFlight> calls;
    while (query.step()) {
      DeleteInFlight call{{query.text(0), query.as<PackageType>(1), query.text(2)}, std::nullopt, query.time(4)};
      if (!query.is_null(3)) call.version = query.id<VersionId>(3);
      calls.push_back(std::move(call));
    }
    return calls;
  });
}

}  // namespace retention::store
