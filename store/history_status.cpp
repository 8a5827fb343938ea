#include <chrono>
#include <utility>

#include "store/command_rows.h"
#include "store/history.h"
#include "store/history_impl.h"
#include "store/journal.h"
#include "store/pause_rows.h"
#include "store/pin_rows.h"
#include "store/plan_rows.h"
#include "store/version_rows.h"

namespace retention::store {
namespace {

constexpr std::chrono::days kFailedShown{1};

std::int64_t count(Database& database, const std::string& sql) {
  Query query = database.query(sql);
  query.bind();
  query.step();
  return query.integer(0);
}

PackageRef read_ref(const Query& query, int first) {
  return {query.text(first), query.as<PackageType>(first + 1), query.text(first + 2)};
}

void count_states(LedgerStatus& status, Database& database) {
  Query query = database.query("SELECT state, count(*) FROM deletion GROUP BY state");
  query.bind();
  while (query.step()) {
    for (std::size_t i = 0; i < kDeletionStates.size(); ++i) {
      if (kDeletionStates[i].value == query.as<DeletionState>(0)) status.deletions[i] = query.integer(1);
    }
  }
}

std::vector<HoldRecord> read_holds(Database& database, SysTime now) {
  Query query = database.query(
      "SELECT o.login, k.type, k.name, k.hold_code FROM package k JOIN owner o ON o.id = k.owner_id "
      "WHERE k.hold_code IS NOT NULL AND (k.hold_until IS NULL OR k.hold_until > ?1) ORDER BY o.login, k.type, k.name");
  query.bind(now);
  std::vector<HoldRecord> holds;
  while (query.step()) holds.push_back({read_ref(query, 0), query.as<Hold>(3)});
  return holds;
}

std::int64_t count_restorable(Database& database, SysTime now) {
  Query query = database.query("SELECT count(*) FROM deletion WHERE state IN (6, 14) AND undo_until > ?1");
  query.bind(now);
  query.step();
  return query.integer(0);
}

}  // namespace

Result<std::vector<PinRecord>> History::pins(SysTime now) {
  return guarded("list the pins", [&]() -> Result<std::vector<PinRecord>> {
    std::vector<PinRecord> pins;
    for (LivePin& pin : live_pins(impl_->database, now)) pins.push_back(std::move(pin.record));
    return pins;
  });
}

Result<std::vector<UndoWindow>> History::undo_windows(SysTime now) {
  return guarded("list what can be undone", [&]() -> Result<std::vector<UndoWindow>> {
    Query query = impl_->database.query(
        "SELECT p.run_id, o.login, k.type, k.name, count(*), min(d.undo_until), "
        "max(d.package_deletion_id IS NOT NULL) FROM deletion d "
        "JOIN plan p ON p.id = d.plan_id JOIN package k ON k.id = d.package_id JOIN owner o ON o.id = k.owner_id "
        "WHERE d.state IN (6, 14) AND d.undo_until > ?1 GROUP BY p.run_id, d.package_id "
        "ORDER BY 6, p.run_id, o.login, k.type, k.name");
    query.bind(now);
    std::vector<UndoWindow> windows;
    while (query.step()) {
      windows.push_back(
          {query.id<RunId>(0), read_ref(query, 1), query.integer(4), query.time(5), query.integer(6) != 0});
    }
    return windows;
  });
}

Result<LedgerStatus> History::status(SysTime now) {
  return guarded("read the state of the ledger", [&]() -> Result<LedgerStatus> {
    Database& database = impl_->database;
    Transaction transaction(database, Transaction::Kind::read);
    LedgerStatus status;
    Query newest = database.query("SELECT max(id) FROM run");
    newest.bind();
    if (newest.step() && !newest.is_null(0)) status.last_run = read_run_summary(database, newest.id<RunId>(0));
    count_states(status, database);
    status.restorable = count_restorable(database, now);
    status.packages = count(database, "SELECT count(*) FROM package WHERE gone_run IS NULL");
    status.versions = count(database,
                            "SELECT count(*) FROM version v JOIN package k ON k.id = v.package_id "
                            "WHERE v.present > 0 AND k.gone_run IS NULL");
    status.pause = read_pause(database, now);
    status.holds = read_holds(database, now);
    status.asking = store::asking_plans(database);
    const ChainLink head = chain_head(database);
    status.head_seq = head.seq;
    status.head = head.hash;
    status.commands = open_commands(database);
    status.failed = failed_commands(database, now - kFailedShown);
    return status;
  });
}

}  // namespace retention::store
