#include <vector>

#include "store/codec.h"
#include "store/deletion_rows.h"
#include "store/journal.h"
#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/package_rows.h"
#include "store/pause_rows.h"

namespace retention::store {
namespace {

Result<std::int64_t> known_package(Database& database, const Package& package) {
  const auto key = find_package(database, package);
  if (key) return *key;
  return fail(ErrorCode::internal, "package " + to_string(ref_of(package)) + " is not in the ledger");
}

void remember_refusal(Database& database, std::int64_t version, const RememberedRefusal& refusal, SysTime at) {
  Query upsert = database.query(
      "INSERT INTO refusal (version_id, code, seen_at, retry_at) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (version_id, code) DO UPDATE SET seen_at = ?3, retry_at = ?4");
  upsert.bind(version, refusal.refusal, at, refusal.retry_at);
  upsert.run();
}

// Beside a run that has chosen what to send next, people pin, reject and approve.
bool is_withdrawn(const DeletionRow& row) {
  return row.state == DeletionState::stale || row.state == DeletionState::cancelled;
}

std::string name_of(DeletionState state) {
  return std::string(text_of(kDeletionStates, state));
}

Result<void> withdrawn(const DeletionRow& row) {
  return fail(ErrorCode::withdrawn, "deletion " + std::to_string(row.id.value) + " was dropped by a person");
}

Result<void> illegal(const DeletionRow& row, DeletionState to) {
  return fail(ErrorCode::internal, "deletion " + std::to_string(row.id.value) + " cannot go from " +
                                       name_of(row.state) + " to " + name_of(to));
}

// Why a deletion does not go where it is asked to.
Result<void> check_move(Database& database, const DeletionRow& row, const StateMove& move) {
  if (move.to == DeletionState::deleting) {
    if (auto free = refuse_if_paused(database, move.at); !free) return free;
  }
  const bool before_call =
      move.to == DeletionState::deleting || move.to == DeletionState::stale || move.to == DeletionState::cancelled;
  if (before_call && is_withdrawn(row)) return withdrawn(row);
  return may_move(row.state, move.to) ? Result<void>() : illegal(row, move.to);
}

// Takes a deletion that waits again to where `move` says, by way of the states in between.
Result<void> move_through(Database& database, Journal& journal, DeletionRow row, const StateMove& move) {
  for (const DeletionState to : {DeletionState::queued, DeletionState::deleting, DeletionState::deleted}) {
    if (row.state == to) continue;
    if (!may_move(row.state, to)) return illegal(row, to);
    if (to == DeletionState::deleting) --row.attempts;  // which its move counts
    StateMove step = move;
    step.to = to;
    apply_move(database, journal, row, step);
    if (to == move.to) break;
    row = *find_deletion(database, row.id);
  }
  return {};
}

}  // namespace

Result<void> Ledger::move(DeletionId deletion, const StateMove& move) {
  const std::string number = std::to_string(deletion.value);
  if (move.to == DeletionState::deleting || move.to == DeletionState::restoring) {
    if (auto room = impl_->check_before_call(1); !room) return room;
  }
  return guarded("move deletion " + number + " to " + name_of(move.to), [&]() -> Result<void> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const auto row = find_deletion(database, deletion);
    if (!row) return fail(ErrorCode::internal, "deletion " + number + " is not in the ledger");
    if (auto legal = check_move(database, *row, move); !legal) return legal;
    Journal journal(database);
    apply_move(database, journal, *row, move);
    if (move.refusal) remember_refusal(database, row->version, *move.refusal, move.at);
    if (move.hold) hold_package(database, journal, {row->package, *move.hold, move.at, move.run, move.note});
    transaction.commit();
    return {};
  });
}

Result<void> Ledger::settle_late(DeletionId deletion, const StateMove& move) {
  const std::string number = std::to_string(deletion.value);
  return guarded("settle deletion " + number, [&]() -> Result<void> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const auto row = find_deletion(database, deletion);
    if (!row || !row->sent_at) return fail(ErrorCode::internal, "deletion " + number + " was never sent");
    if (is_withdrawn(*row)) return withdrawn(*row);
    Journal journal(database);
    if (auto settled = move_through(database, journal, *row, move); !settled) return settled;
    if (move.hold) hold_package(database, journal, {row->package, *move.hold, move.at, move.run, move.note});
    transaction.commit();
    return {};
  });
}

Result<void> Ledger::hold(const Package& package, Hold hold, std::string_view why, SysTime at,
                          std::optional<RunId> run) {
  return guarded("put " + to_string(ref_of(package)) + " on hold", [&]() -> Result<void> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const auto key = known_package(database, package);
    if (!key) return fail(key.error());
    Journal journal(database);
    hold_package(database, journal, {*key, hold, at, run, why});
    transaction.commit();
    return {};
  });
}

Result<void> Ledger::release_settled(SysTime at) {
  return guarded("take settled packages off hold", [&]() -> Result<void> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    std::vector<std::int64_t> packages;
    {
      Query update = database.query(
          "UPDATE package SET hold_code = NULL, hold_until = NULL WHERE hold_code = ?1 AND NOT EXISTS "
          "(SELECT 1 FROM deletion d WHERE d.package_id = package.id AND d.state IN (5, 12)) RETURNING id");
      update.bind(Hold::unsettled);
      while (update.step()) packages.push_back(update.integer(0));
    }
    Journal journal(database);
    for (const std::int64_t package : packages) {
      journal.append({at, std::nullopt, JournalKind::released, package, encode_note("nothing is in flight")});
    }
    transaction.commit();
    return {};
  });
}

}  // namespace retention::store
