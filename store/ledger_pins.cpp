#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "store/codec.h"
#include "store/deletion_rows.h"
#include "store/journal.h"
#include "store/ledger.h"
#include "store/ledger_impl.h"
#include "store/pin_rows.h"

namespace retention::store {
namespace {

bool knows(Database& database, VersionRow version) {
  Query query = database.query("SELECT 1 FROM version WHERE id = ?1");
  query.bind(version);
  return query.step();
}

std::optional<VersionRow> version_of(Database& database, DeletionId deletion) {
  Query query = database.query("SELECT version_id FROM deletion WHERE id = ?1");
  query.bind(deletion);
  if (!query.step()) return std::nullopt;
  return query.id<VersionRow>(0);
}

// Deletions in these states of a version, of others that a pin on it holds by its name, and of what has to be gone
// before those: a child that stays keeps its index.
std::vector<DeletionId> deletions_in(Database& database, VersionRow version, const std::string& states) {
  Query query = database.query(
      "WITH RECURSIVE found (id) AS (SELECT d.id FROM version v JOIN version w ON w.package_id = v.package_id "
      "AND (w.id = v.id OR w.digest = v.digest OR w.name = v.name) JOIN deletion d ON d.version_id = w.id "
      "WHERE v.id = ?1 AND d.state IN (" +
      states +
      ") UNION SELECT a.after_id FROM found JOIN deletion_after a ON a.deletion_id = found.id) "
      "SELECT d.id FROM found JOIN deletion d ON d.id = found.id WHERE d.state IN (" +
      states + ") ORDER BY d.id");
  query.bind(version);
  std::vector<DeletionId> ids;
  while (query.step()) ids.push_back(query.id<DeletionId>(0));
  return ids;
}

// What is planned for a version that is pinned now does not wait for the next plan to be dropped.
std::int64_t withdraw(Database& database, Journal& journal, VersionRow version, const PinOrder& order) {
  const std::vector<DeletionId> ids = deletions_in(database, version, "1, 2, 3, 4");
  StateMove move;
  move.to = DeletionState::stale;
  move.at = order.at;
  move.note = "pinned by " + order.by;
  for (const DeletionId id : ids) apply_move(database, journal, *find_deletion(database, id), move);
  return std::ssize(ids);
}

bool lasts_longer(const LivePin& a, const LivePin& b) {
  if (!a.record.until || !b.record.until) return !a.record.until && b.record.until;
  return *a.record.until > *b.record.until;
}

std::string journal_text(const PinOrder& order) {
  const std::string until = order.until ? " until " + format_rfc3339(*order.until) : "";
  return "pin by " + order.by + until + ": " + order.reason;
}

// What an order to unpin is about.
struct Found {
  std::vector<LivePin> pins;
  std::vector<BackVersion> back;
};

struct Finding {
  Database& database;
  SysTime now;

  Found operator()(VersionRow version) const {
    return {live_pins_on(database, version, now), back_again(database, version)};
  }
  Found operator()(RunId run) const { return {live_pins_of(database, run, now), {}}; }
  Found operator()(const PackageRef& package) const {
    return {live_pins_in(database, package, now), back_again(database, package)};
  }
};

// The pins that still hold what the removed ones held.
std::vector<PinRecord> left_on(Database& database, const std::vector<LivePin>& removed, SysTime now) {
  std::set<std::pair<std::int64_t, VersionId>> versions;
  for (const LivePin& pin : removed) versions.emplace(pin.package, pin.record.version);
  std::vector<PinRecord> left;
  for (const LivePin& pin : live_pins(database, now)) {
    if (versions.contains({pin.package, pin.record.version})) left.push_back(pin.record);
  }
  return left;
}

}  // namespace

Result<void> Ledger::pin(const PinRequest& request) {
  return guarded("pin a version", [&]() -> Result<void> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const std::string number = std::to_string(request.deletion.value);
    const auto version = version_of(database, request.deletion);
    if (!version) return fail(ErrorCode::internal, "deletion " + number + " is not in the ledger");
    Journal journal(database);
    const std::string note =
        request.source + " by " + request.made_by + " for deletion " + number + ": " + request.reason;
    renew_pin(
        database, journal,
        {*version, request.source, request.until, request.run, request.reason, request.made_by, request.at, note});
    transaction.commit();
    return {};
  });
}

Result<Pinned> Ledger::pin(VersionRow version, const PinOrder& order) {
  return guarded("pin a version", [&]() -> Result<Pinned> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    if (order.until && *order.until <= order.at) {
      return fail(ErrorCode::usage, "a pin until " + format_rfc3339(*order.until) + " would be over already");
    }
    if (!knows(database, version)) return fail(ErrorCode::usage, "the version to pin is no longer in the ledger");
    Journal journal(database);
    insert_pin(database, journal,
               {version, "pin", order.until, std::nullopt, order.reason, order.by, order.at, journal_text(order)});
    Pinned pinned;
    pinned.withdrawn = withdraw(database, journal, version, order);
    pinned.in_flight = std::ssize(deletions_in(database, version, "5"));
    const std::vector<LivePin> pins = live_pins_on(database, version, order.at);
    pinned.longest = std::ranges::min_element(pins, lasts_longer)->record;
    transaction.commit();
    return pinned;
  });
}

Result<Unpinned> Ledger::unpin(const UnpinOrder& order) {
  return guarded("remove pins", [&]() -> Result<Unpinned> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const Found found = std::visit(Finding{database, order.at}, order.what);
    Journal journal(database);
    Unpinned unpinned;
    for (const LivePin& pin : found.pins) {
      remove_pin(database, journal, pin, {order.by, order.at});
      unpinned.removed.push_back(pin.record);
    }
    for (const BackVersion& version : found.back) {
      let_go(database, journal, version, {order.by, order.at});
      unpinned.let_go.push_back(version.shown);
    }
    unpinned.left = left_on(database, found.pins, order.at);
    transaction.commit();
    return unpinned;
  });
}

}  // namespace retention::store
