#include "store/memory_rows.h"

#include <optional>
#include <string>

#include "store/candidate_rows.h"
#include "store/package_rows.h"
#include "store/pin_rows.h"
#include "store/version_rows.h"

namespace retention::store {
namespace {

// Of two pins on one thing the longer one counts.
Memory::Pin longer(const Memory::Pin& a, const Memory::Pin& b) {
  if (!a.until || !b.until) return {};
  return *a.until < *b.until ? b : a;
}

template <typename Map, typename Key>
void add_pin(Map& pins, const Key& key, const Memory::Pin& pin) {
  const auto [entry, fresh] = pins.emplace(key, pin);
  if (!fresh) entry->second = longer(entry->second, pin);
}

void remember_pins(Memory& memory, Database& database, std::int64_t package, SysTime now) {
  Query query = database.query(
      "SELECT gh_id, digest, name, until FROM pin WHERE package_id = ?1 AND removed_at IS NULL "
      "AND (until IS NULL OR until > ?2)");
  query.bind(package, now);
  while (query.step()) {
    const Memory::Pin pin{query.maybe_time(3)};
    add_pin(memory.pins, query.id<VersionId>(0), pin);
    add_pin(memory.pinned_names, join_name(query, 1), pin);
  }
}

void remember_refusals(Memory& memory, Database& database, std::int64_t package, SysTime now) {
  Query query = database.query(
      "SELECT v.gh_id, r.code, r.retry_at FROM refusal r CROSS JOIN version v ON v.id = r.version_id "
      "WHERE v.package_id = ?1 AND r.retry_at > ?2 "
      "ORDER BY r.retry_at");
  query.bind(package, now);
  while (query.step()) {
    memory.refusals.insert_or_assign(query.id<VersionId>(0), RememberedRefusal{query.as<Refusal>(1), query.time(2)});
  }
}

// What was deleted is normally not in the inventory. If it is, somebody brought it back, and it stays until somebody
// unpins it.
void remember_returned(Memory& memory, Database& database, std::int64_t package) {
  Query query = database.query(
      "SELECT DISTINCT v.gh_id FROM deletion d JOIN version v ON v.id = d.version_id WHERE d.package_id = ?1 AND " +
      std::string(kKeptIfBack));
  query.bind(package);
  while (query.step()) memory.returned.insert(query.id<VersionId>(0));
}

// An approval is spent once a deletion under it has found its end.
void remember_approvals(Memory& memory, Database& database, std::int64_t package, SysTime now) {
  Query query = database.query(
      "SELECT v.gh_id, a.meaning FROM approval a CROSS JOIN version v ON v.id = a.version_id "
      "WHERE v.package_id = ?1 AND a.until > ?2 AND NOT EXISTS (SELECT 1 FROM deletion d "
      "WHERE d.version_id = v.id AND d.state IN (6, 7, 12, 13, 14, 15, 16) "
      "AND (d.sent_at >= a.made_at OR d.approval_plan_id = a.plan_id))");
  query.bind(package, now);
  while (query.step()) memory.approvals[query.id<VersionId>(0)].push_back(query.digest(1));
}

// Of several deletions of one version the last tells whether it is back.
void remember_removed(Memory& memory, Database& database, std::int64_t package) {
  Query query = database.query(
      "SELECT DISTINCT v.digest FROM deletion d JOIN version v ON v.id = d.version_id "
      "WHERE d.package_id = ?1 AND d.state IN (6, 12, 14, 15, 16) AND v.digest IS NOT NULL AND NOT EXISTS "
      "(SELECT 1 FROM deletion later WHERE later.version_id = d.version_id AND later.id > d.id AND later.state = 13) "
      "ORDER BY v.digest");
  query.bind(package);
  while (query.step()) memory.removed.push_back(query.digest(0));
}

// Changes of created times that nobody has accepted.
void remember_drift(Memory& memory, Database& database, std::int64_t package) {
  Query query = database.query("SELECT times_changed - times_accepted FROM package WHERE id = ?1");
  query.bind(package);
  if (query.step()) memory.drift.created_changed = query.integer(0);
}

std::optional<Hold> hold_on(Database& database, std::int64_t package, SysTime now) {
  Query query =
      database.query("SELECT hold_code FROM package WHERE id = ?1 AND (hold_until IS NULL OR hold_until > ?2)");
  query.bind(package, now);
  if (!query.step() || query.is_null(0)) return std::nullopt;
  return query.as<Hold>(0);
}

}  // namespace

Remembered read_memory(Database& database, const Package& package, SysTime now) {
  Remembered remembered;
  const auto key = find_package(database, package);
  if (!key) return remembered;
  remember_pins(remembered.memory, database, *key, now);
  remember_refusals(remembered.memory, database, *key, now);
  remember_returned(remembered.memory, database, *key);
  remember_approvals(remembered.memory, database, *key, now);
  if (package.type == PackageType::container) remember_removed(remembered.memory, database, *key);
  remember_drift(remembered.memory, database, *key);
  remembered.memory.clocks = read_clocks(database, *key, now);
  remembered.hold = hold_on(database, *key, now);
  return remembered;
}

}  // namespace retention::store
