#include "store/pin_rows.h"

#include <string>

#include "store/codec.h"
#include "store/journal_notes.h"
#include "store/version_rows.h"

namespace retention::store {
namespace {

// Every query has the moment as ?1.
template <typename... Values>
std::vector<LivePin> read_pins(Database& database, std::string_view condition, SysTime now, const Values&... values) {
  Query query = database.query(
      "SELECT o.login, k.type, k.name, p.gh_id, p.digest, p.name, p.source, p.reason, p.until, p.made_by, p.made_at, "
      "p.id, p.package_id FROM pin p JOIN package k ON k.id = p.package_id JOIN owner o ON o.id = k.owner_id "
      "WHERE p.removed_at IS NULL AND (p.until IS NULL OR p.until > ?1) " +
      std::string(condition) + " ORDER BY o.login, k.type, k.name, p.gh_id DESC, p.id");
  query.bind(now, values...);
  std::vector<LivePin> pins;
  while (query.step()) {
    const PackageRef package{query.text(0), query.as<PackageType>(1), query.text(2)};
    pins.push_back({query.integer(11),
                    query.integer(12),
                    {package, query.id<VersionId>(3), join_name(query, 4), query.text(6), query.text(7),
                     query.maybe_time(8), query.text(9), query.time(10)}});
  }
  return pins;
}

template <typename... Values>
std::vector<BackVersion> read_back(Database& database, std::string_view condition, const Values&... values) {
  Query query = database.query(
      "SELECT o.login, k.type, k.name, v.gh_id, v.digest, v.name, v.id FROM version v "
      "JOIN package k ON k.id = v.package_id JOIN owner o ON o.id = k.owner_id "
      "WHERE v.present = 1 AND k.gone_run IS NULL AND EXISTS (SELECT 1 FROM deletion d WHERE d.version_id = v.id AND " +
      std::string(kKeptIfBack) + " AND " + std::string(kListedSince) + ") AND " + std::string(condition) +
      " ORDER BY o.login, k.type, k.name, v.gh_id DESC");
  query.bind(values...);
  std::vector<BackVersion> versions;
  while (query.step()) {
    const PackageRef package{query.text(0), query.as<PackageType>(1), query.text(2)};
    versions.push_back({query.id<VersionRow>(6), {package, query.id<VersionId>(3), join_name(query, 4)}});
  }
  return versions;
}

std::string shown(const PackageRef& package, VersionId version) {
  return to_string(package) + "@" + std::to_string(version.value);
}

}  // namespace

std::vector<LivePin> live_pins(Database& database, SysTime now) {
  return read_pins(database, "", now);
}

std::vector<LivePin> live_pins_on(Database& database, VersionRow version, SysTime now) {
  return read_pins(database,
                   "AND EXISTS (SELECT 1 FROM version v WHERE v.id = ?2 AND v.package_id = p.package_id "
                   "AND (v.gh_id = p.gh_id OR v.digest = p.digest OR v.name = p.name))",
                   now, version);
}

std::vector<LivePin> live_pins_of(Database& database, RunId run, SysTime now) {
  return read_pins(database, "AND p.run_id = ?2", now, run);
}

std::vector<LivePin> live_pins_in(Database& database, const PackageRef& package, SysTime now) {
  return read_pins(database, "AND o.login = ?2 COLLATE NOCASE AND k.type = ?3 AND k.name = ?4", now, package.owner,
                   package.type, package.name);
}

void insert_pin(Database& database, Journal& journal, const NewPin& pin) {
  Query insert = database.query(
      "INSERT INTO pin (package_id, gh_id, digest, name, source, reason, until, made_by, made_at, run_id) "
      "SELECT package_id, gh_id, digest, name, ?2, ?3, ?4, ?5, ?6, ?7 FROM version WHERE id = ?1 "
      "RETURNING id, package_id, gh_id");
  insert.bind(pin.version, pin.source, pin.reason, pin.until, pin.by, pin.at, pin.run);
  if (!insert.step()) throw DatabaseFailure("the version to pin is not in the ledger");
  const std::int64_t id = insert.integer(0);
  const PinFacts facts{insert.integer(1), insert.integer(2), pin.until};
  insert.step();
  journal.append({pin.at, pin.run, JournalKind::pinned, id, encode_pinned(pin.note, facts)});
}

void renew_pin(Database& database, Journal& journal, const NewPin& pin) {
  Query renew = database.query(
      "UPDATE pin SET reason = ?3, until = iif(until IS NULL OR ?4 IS NULL, NULL, max(until, ?4)), made_by = ?5, "
      "made_at = ?6, run_id = ?7 WHERE id = (SELECT p.id FROM version v JOIN pin p ON p.package_id = v.package_id AND "
      "p.gh_id = v.gh_id WHERE v.id = ?1 AND p.source = ?2 AND p.removed_at IS NULL AND (p.until IS NULL OR p.until > "
      "?6) ORDER BY p.id DESC LIMIT 1) RETURNING id, package_id, gh_id, until");
  renew.bind(pin.version, pin.source, pin.reason, pin.until, pin.by, pin.at, pin.run);
  if (!renew.step()) return insert_pin(database, journal, pin);
  const std::int64_t id = renew.integer(0);
  const PinFacts facts{renew.integer(1), renew.integer(2), renew.maybe_time(3)};
  renew.step();
  journal.append({pin.at, pin.run, JournalKind::pinned, id, encode_pinned(pin.note, facts)});
}

void remove_pin(Database& database, Journal& journal, const LivePin& pin, const Removal& removal) {
  Query update = database.query("UPDATE pin SET removed_at = ?2, removed_by = ?3 WHERE id = ?1");
  update.bind(pin.id, removal.at, removal.by);
  update.run();
  const std::string text = "by " + std::string(removal.by) + ": the pin on " +
                           shown(pin.record.package, pin.record.version) + " by " + pin.record.made_by;
  journal.append({removal.at, std::nullopt, JournalKind::unpinned, pin.id, encode_note(text)});
}

std::vector<BackVersion> back_again(Database& database, VersionRow version) {
  return read_back(database, "v.id = ?1", version);
}

std::vector<BackVersion> back_again(Database& database, const PackageRef& package) {
  return read_back(database, "o.login = ?1 COLLATE NOCASE AND k.type = ?2 AND k.name = ?3", package.owner, package.type,
                   package.name);
}

void let_go(Database& database, Journal& journal, const BackVersion& version, const Removal& removal) {
  Query insert = database.query(
      "INSERT INTO pin (package_id, gh_id, digest, name, source, reason, made_by, made_at, removed_at, removed_by) "
      "SELECT package_id, gh_id, digest, name, 'unpin', '', ?2, ?3, ?3, ?2 FROM version WHERE id = ?1");
  insert.bind(version.row, removal.by, removal.at);
  insert.run();
  const std::string text = "by " + std::string(removal.by) + ": " +
                           shown(version.shown.package, version.shown.version) + " was deleted before and is back";
  journal.append({removal.at, std::nullopt, JournalKind::unpinned, database.last_row_id(), encode_note(text)});
}

}  // namespace retention::store
