#include "store/package_rows.h"

#include <vector>

#include "store/codec.h"

namespace retention::store {
namespace {

// Ids are unique on one host. A ledger serves one host; the column leaves room for more.
constexpr std::string_view kHost;

// That an owner is the token's own user is a fact about the token of a session, not about the owner.
OwnerRoute lasting_route(const Owner& owner) {
  return owner.route == OwnerRoute::self ? OwnerRoute::user : owner.route;
}

std::int64_t upsert_owner(Database& database, const Owner& owner) {
  Query upsert = database.query(
      "INSERT INTO owner (host, gh_id, login, kind, route) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (host, gh_id) "
      "DO UPDATE SET login = ?3, kind = ?4, route = ?5 RETURNING id");
  upsert.bind(kHost, owner.id, owner.login, owner.kind, lasting_route(owner));
  upsert.step();
  return upsert.integer(0);
}

constexpr std::string_view kBeforeWhy = ": ";

std::optional<RunHold> read_hold(const std::string& text) {
  const auto end = text.find(kBeforeWhy);
  const auto hold = value_of(kHolds, std::string_view(text).substr(0, end));
  if (!hold || end == std::string::npos) return std::nullopt;
  return RunHold{*hold, text.substr(end + kBeforeWhy.size())};
}

std::vector<std::int64_t> concerned(Database& database, const HoldChange& change) {
  if (change.hold != Hold::redirected) return {change.package};
  Query query = database.query(
      "SELECT id FROM package WHERE owner_id = (SELECT owner_id FROM package WHERE id = ?1) "
      "AND (gone_run IS NULL OR id = ?1) ORDER BY id");
  query.bind(change.package);
  std::vector<std::int64_t> packages;
  while (query.step()) packages.push_back(query.integer(0));
  return packages;
}

}  // namespace

std::optional<std::int64_t> find_package(Database& database, const Package& package) {
  Query find = database.query(
      "SELECT k.id FROM package k JOIN owner o ON o.id = k.owner_id "
      "WHERE o.host = ?1 AND o.gh_id = ?2 AND k.type = ?3 AND k.gh_id = ?4");
  find.bind(kHost, package.owner.id, package.type, package.id);
  if (!find.step()) return std::nullopt;
  return find.integer(0);
}

std::int64_t upsert_package(Database& database, const Package& package, RunId run) {
  const std::int64_t owner = upsert_owner(database, package.owner);
  Query close = database.query(
      "UPDATE package SET gone_run = ?5 WHERE owner_id = ?1 AND type = ?2 AND name = ?3 AND gh_id <> ?4 "
      "AND gone_run IS NULL");
  close.bind(owner, package.type, package.name, package.id, run);
  close.run();
  Query upsert = database.query(
      "INSERT INTO package (owner_id, type, gh_id, name, visibility, repository, first_run) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (owner_id, type, gh_id) "
      "DO UPDATE SET name = ?4, visibility = ?5, repository = ?6, "
      "chain_since = iif(gone_run IS NULL, chain_since, ?7), gone_run = NULL RETURNING id");
  upsert.bind(owner, package.type, package.id, package.name, package.visibility, package.repository, run);
  upsert.step();
  return upsert.integer(0);
}

void set_gone(Database& database, std::int64_t package, RunId run) {
  Query update = database.query("UPDATE package SET gone_run = ?2 WHERE id = ?1 AND gone_run IS NULL");
  update.bind(package, run);
  update.run();
}

void hold_package(Database& database, Journal& journal, const HoldChange& change) {
  const std::string text =
      std::string(text_of(kHolds, change.hold)) + std::string(kBeforeWhy) + std::string(change.why);
  Query update = database.query("UPDATE package SET hold_code = ?2, hold_until = NULL WHERE id = ?1");
  for (const std::int64_t package : concerned(database, change)) {
    update.bind(package, change.hold);
    update.run();
    journal.append({change.at, change.run, JournalKind::held, package, encode_note(text)});
  }
}

std::unordered_map<std::int64_t, RunHold> held_by(Database& database, RunId run, std::int64_t last_seq) {
  Query query = database.query(
      "SELECT subject, kind, body FROM journal WHERE run_id = ?1 AND seq <= ?2 AND kind IN (?3, ?4) ORDER BY seq");
  query.bind(run, last_seq, JournalKind::held, JournalKind::released);
  std::unordered_map<std::int64_t, RunHold> held;
  while (query.step()) {
    held.erase(query.integer(0));
    if (query.as<JournalKind>(1) != JournalKind::held) continue;
    if (auto hold = read_hold(decode_note(query.text(2)))) held.emplace(query.integer(0), *std::move(hold));
  }
  return held;
}

Package read_package(const Query& query, int first) {
  return {.id = query.id<PackageId>(first),
          .owner = {.id = query.id<OwnerId>(first + 5),
                    .login = query.text(first + 6),
                    .kind = query.as<OwnerKind>(first + 7),
                    .route = query.as<OwnerRoute>(first + 8)},
          .type = query.as<PackageType>(first + 1),
          .name = query.text(first + 2),
          .visibility = query.text(first + 3),
          .repository = query.text(first + 4)};
}

}  // namespace retention::store
