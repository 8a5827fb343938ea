#include <string>
#include <vector>

#include "store/codec.h"
#include "store/deletion_rows.h"
#include "store/journal.h"
#include "store/journal_notes.h"
#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/package_deletion_rows.h"
#include "store/package_rows.h"
#include "store/pause_rows.h"
#include "store/pin_rows.h"

namespace retention::store {
namespace {

struct PlannedPackage {
  RunId run;
  std::int64_t package{0};
  bool whole{false};  // every version of the plan has a row that is queued, and nothing of the package is in flight
};

std::optional<PlannedPackage> find_plan(Database& database, PlanId plan) {
  Query query = database.query(
      "SELECT p.run_id, p.package_id, r.versions = (SELECT count(*) FROM deletion d WHERE d.plan_id = p.id AND "
      "d.state = 4) AND NOT EXISTS (SELECT 1 FROM deletion d WHERE d.package_id = p.package_id AND d.state IN (5, 12)) "
      "AND NOT EXISTS (SELECT 1 FROM package_deletion w WHERE w.package_id = p.package_id AND w.state IN (5, 12)) "
      "FROM plan p JOIN run_package r ON r.plan_id = p.id WHERE p.id = ?1");
  query.bind(plan);
  if (!query.step()) return std::nullopt;
  return PlannedPackage{query.id<RunId>(0), query.integer(1), query.integer(2) != 0};
}

std::int64_t deletions_of(Database& database, PlanId plan) {
  Query query = database.query("SELECT count(*) FROM deletion WHERE plan_id = ?1");
  query.bind(plan);
  query.step();
  return query.integer(0);
}

void join_package(Database& database, PlanId plan, PackageDeletionId id) {
  Query update = database.query("UPDATE deletion SET package_deletion_id = ?2 WHERE plan_id = ?1 AND state = 4");
  update.bind(plan, id);
  update.run();
}

std::string name_of(DeletionState state) {
  return std::string(text_of(kDeletionStates, state));
}

Result<void> unknown(const Package& package) {
  return fail(ErrorCode::internal, to_string(ref_of(package)) + " is not in the ledger");
}

StateMove cancelling(RunId run, std::string_view why, SysTime at) {
  StateMove move;
  move.to = DeletionState::cancelled;
  move.at = at;
  move.run = run;
  move.note = why;
  return move;
}

void move_its_versions(Database& database, Journal& journal, PackageDeletionId id, const StateMove& move,
                       const MovesApart& apart) {
  for (const DeletionRow& row : rows_with(database, id)) {
    const auto other = apart.find(row.id);
    const StateMove& own = other == apart.end() ? move : other->second;
    if (may_move(row.state, own.to)) apply_move(database, journal, row, own);
  }
}

}  // namespace

Result<PackageDeletionId> Ledger::begin_package_deletion(PlanId plan, const StateMove& leaving) {
  return guarded("commit the deletion of a package", [&]() -> Result<PackageDeletionId> {
    Database& database = *impl_->database;
    if (auto room = impl_->check_before_call(deletions_of(database, plan)); !room) return fail(room.error());
    Transaction transaction(database, Transaction::Kind::write);
    if (auto free = refuse_if_paused(database, leaving.at); !free) return fail(ErrorCode::busy, free.error().message);
    const auto planned = find_plan(database, plan);
    if (!planned) return fail(ErrorCode::internal, "a package is deleted without a plan");
    if (!planned->whole) {
      return fail(ErrorCode::busy,
                  "an earlier deletion or restore in this package is not settled, or somebody pinned a version of it "
                  "meanwhile; retentiond apply asks GitHub what became of the one, and pins shows the other");
    }
    const PackageDeletionRow made = make_package_deletion(database, planned->run, planned->package, leaving.at);
    join_package(database, plan, made.id);
    Journal journal(database);
    apply_package_move(database, journal, made, leaving);
    for (const DeletionRow& row : rows_with(database, made.id)) apply_move(database, journal, row, leaving);
    transaction.commit();
    return made.id;
  });
}

Result<void> Ledger::move_package(PackageDeletionId id, const StateMove& move, const MovesApart& apart) {
  const std::string number = std::to_string(id.value);
  return guarded("move package deletion " + number + " to " + name_of(move.to), [&]() -> Result<void> {
    Database& database = *impl_->database;
    if (move.to == DeletionState::restoring) {
      if (auto room = impl_->check_before_call(std::ssize(rows_with(database, id))); !room) return room;
    }
    Transaction transaction(database, Transaction::Kind::write);
    const auto found = find_package_deletion(database, id);
    if (!found) return fail(ErrorCode::internal, "package deletion " + number + " is not in the ledger");
    if (!may_move(found->row.state, move.to)) {
      return fail(ErrorCode::internal, "package deletion " + number + " cannot go from " + name_of(found->row.state) +
                                           " to " + name_of(move.to));
    }
    Journal journal(database);
    apply_package_move(database, journal, *found, move);
    move_its_versions(database, journal, id, move, apart);
    if (move.hold) hold_package(database, journal, {found->row.package, *move.hold, move.at, move.run, move.note});
    transaction.commit();
    return {};
  });
}

Result<void> Ledger::pin_package(PackageDeletionId id, const PackagePin& pin) {
  return guarded("pin the versions of a package", [&]() -> Result<void> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const std::string note =
        pin.source + " by " + pin.made_by + " for package deletion " + std::to_string(id.value) + ": " + pin.reason;
    Journal journal(database);
    for (const DeletionRow& row : rows_with(database, id)) {
      renew_pin(database, journal,
                {VersionRow{row.version}, pin.source, pin.until, pin.run, pin.reason, pin.made_by, pin.at, note});
    }
    transaction.commit();
    return {};
  });
}

Result<std::vector<PackageWork>> Ledger::packages_in_flight() {
  return guarded("read which packages are in flight", [&]() -> Result<std::vector<PackageWork>> {
    return read_package_work(*impl_->database, "w.state IN (5, 12)");
  });
}

Result<std::vector<PackageWork>> Ledger::packages_deleted() {
  return guarded("read which packages were deleted", [&]() -> Result<std::vector<PackageWork>> {
    return read_package_work(*impl_->database,
                             "w.state IN (6, 14) AND NOT EXISTS (SELECT 1 FROM package_deletion n "
                             "WHERE n.package_id = w.package_id AND n.id > w.id AND n.state IN (5, 6, 12, 13, 14))");
  });
}

Result<std::vector<Package>> Ledger::live_packages(OwnerId owner, PackageType type) {
  return guarded("read the packages", [&]() -> Result<std::vector<Package>> {
    Query query = impl_->database->query("SELECT " + std::string(kPackageColumns) +
                                         " FROM package k JOIN owner o ON o.id = k.owner_id "
                                         "WHERE o.gh_id = ?1 AND k.type = ?2 AND k.gone_run IS NULL ORDER BY k.name");
    query.bind(owner, type);
    std::vector<Package> packages;
    while (query.step()) packages.push_back(read_package(query, 0));
    return packages;
  });
}

Result<std::vector<Package>> Ledger::packages_unsent() {
  return guarded("read the packages with something planned", [&]() -> Result<std::vector<Package>> {
    Query query = impl_->database->query("SELECT " + std::string(kPackageColumns) +
                                         " FROM package k JOIN owner o ON o.id = k.owner_id WHERE k.gone_run IS NULL "
                                         "AND EXISTS (SELECT 1 FROM deletion d WHERE d.package_id = k.id AND "
                                         "d.state IN (1, 2, 3, 4, 9)) ORDER BY o.login, k.type, k.name");
    query.bind();
    std::vector<Package> packages;
    while (query.step()) packages.push_back(read_package(query, 0));
    return packages;
  });
}

Result<void> Ledger::cancel_package(const Package& package, RunId run, std::string_view why, SysTime at) {
  return guarded("drop what is planned for " + to_string(ref_of(package)), [&]() -> Result<void> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const auto key = find_package(database, package);
    if (!key) return unknown(package);
    Journal journal(database);
    cancel_unsent(database, journal, *key, cancelling(run, why, at));
    transaction.commit();
    return {};
  });
}

Result<void> Ledger::close_package(const Package& package, RunId run, SysTime at) {
  return guarded("close " + to_string(ref_of(package)), [&]() -> Result<void> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const auto key = find_package(database, package);
    if (!key) return unknown(package);
    Journal journal(database);
    cancel_unsent(database, journal, *key, cancelling(run, "the package is gone", at));
    set_gone(database, *key, run);
    transaction.commit();
    return {};
  });
}

}  // namespace retention::store
