#include "store/plan_changes.h"

#include "store/packing.h"

namespace retention::store {
namespace {

constexpr std::size_t kPiece = 16384;

// What begins each thing that is hashed.
constexpr char kVersion = 'v';
constexpr char kSeen = 's';
constexpr char kDecided = 'd';

std::optional<std::int64_t> seconds(std::optional<SysTime> time) {
  if (!time) return std::nullopt;
  return time->time_since_epoch().count();
}

// A version that never changed has no row of version_change: its own row says what was seen of it first. The row of
// what was seen first is written when the second is.
constexpr auto kChanges =
    "SELECT v.gh_id, coalesce(v.digest, v.name), c.plan_id IS NOT NULL OR v.first_run = p.run_id, "
    "iif(c.plan_id IS NULL, v.created_at, c.created_at), iif(c.plan_id IS NULL, v.updated_at, c.updated_at), "
    "coalesce(c.present, ?2), iif(c.plan_id IS NULL, v.tags, c.tags), d.verdict, d.args "
    "FROM plan p CROSS JOIN (SELECT version_id FROM decision_change WHERE plan_id = ?1 "
    "UNION SELECT version_id FROM version_change WHERE plan_id = ?1) x "
    "CROSS JOIN version v ON v.id = x.version_id AND v.package_id = p.package_id "
    "LEFT JOIN version_change c ON c.version_id = v.id AND c.plan_id = p.id "
    "LEFT JOIN decision_change d ON d.version_id = v.id AND d.plan_id = p.id "
    "WHERE p.id = ?1 ORDER BY v.gh_id";

}  // namespace

void ChangesHash::version(VersionId id, std::string_view name) {
  if (gathered_.size() >= kPiece) {
    hash_.add(gathered_);
    gathered_.clear();
  }
  ++versions_;
  gathered_ += kVersion;
  pack(gathered_, id.value);
  text(name);
}

void ChangesHash::seen(const SeenOfVersion& seen) {
  gathered_ += kSeen;
  number(seconds(seen.created_at));
  number(seconds(seen.updated_at));
  number(static_cast<std::int64_t>(seen.presence));
  number(seen.tags ? std::optional<std::int64_t>(seen.tags->size()) : std::nullopt);
  if (seen.tags) gathered_ += *seen.tags;
}

void ChangesHash::decided(Verdict verdict, std::string_view args) {
  gathered_ += kDecided;
  number(static_cast<std::int64_t>(verdict));
  text(args);
}

std::optional<Digest> ChangesHash::finish() {
  if (versions_ == 0) return std::nullopt;
  hash_.add(gathered_);
  return hash_.finish();
}

void ChangesHash::number(std::optional<std::int64_t> value) {
  gathered_ += value ? '+' : '-';
  if (value) pack(gathered_, *value);
}

void ChangesHash::text(std::string_view value) {
  pack(gathered_, std::ssize(value));
  gathered_ += value;
}

PlanChanges changes_of(Database& database, PlanId plan) {
  ChangesHash hash;
  Query rows = database.query(kChanges);
  rows.bind(plan, Presence::listed);
  while (rows.step()) {
    hash.version(rows.id<VersionId>(0), rows.maybe_view(1).value_or(""));
    if (rows.integer(2) != 0) {
      hash.seen({rows.maybe_time(3), rows.maybe_time(4), rows.as<Presence>(5), rows.maybe_view(6)});
    }
    if (!rows.is_null(7)) hash.decided(rows.as<Verdict>(7), rows.maybe_view(8).value_or(""));
  }
  return {hash.versions(), hash.finish()};
}

void keep_changes(Database& database, PlanId plan, const std::optional<Digest>& hash) {
  if (!hash) return;
  Query update = database.query("UPDATE plan SET changes_hash = ?2 WHERE id = ?1");
  update.bind(plan, *hash);
  update.run();
}

}  // namespace retention::store
