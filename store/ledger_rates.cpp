#include "store/ledger.h"
#include "store/ledger_impl.h"

namespace retention::store {

Result<std::optional<Rate>> Ledger::rate(std::string_view viewer) {
  return guarded("read the pace towards " + std::string(viewer), [&]() -> Result<std::optional<Rate>> {
    Query query = impl_->database->query(
        "SELECT quota, remaining, reset_at, penalty_until, next_mutation_at FROM rate WHERE viewer = ?1");
    query.bind(viewer);
    if (!query.step()) return std::nullopt;
    return Rate{query.maybe_integer(0), query.maybe_integer(1), query.maybe_time(2), query.maybe_time(3),
                query.maybe_time(4)};
  });
}

Result<void> Ledger::keep_rate(std::string_view viewer, const Rate& rate) {
  return guarded("keep the pace towards " + std::string(viewer), [&]() -> Result<void> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    Query upsert = database.query(
        "INSERT INTO rate (viewer, quota, remaining, reset_at, penalty_until, next_mutation_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (viewer) DO UPDATE SET quota = excluded.quota, "
        "remaining = excluded.remaining, reset_at = excluded.reset_at, penalty_until = excluded.penalty_until, "
        "next_mutation_at = excluded.next_mutation_at");
    upsert.bind(viewer, rate.quota, rate.remaining, rate.reset_at, rate.penalty_until, rate.next_mutation_at);
    upsert.run();
    transaction.commit();
    return {};
  });
}

}  // namespace retention::store
