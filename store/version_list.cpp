#include "store/version_list.h"

#include "policy/model/decision.h"

namespace retention::store {
namespace {

// What follows the first number of a version.
constexpr std::int64_t kUnlisted = 1;
constexpr std::int64_t kCreated = 2;
constexpr std::int64_t kMarked = 4;
constexpr std::int64_t kClocks = 8;

std::int64_t seconds(SysTime time) {
  return time.time_since_epoch().count();
}

SysTime time_at(std::int64_t seconds) {
  return SysTime(std::chrono::seconds(seconds));
}

// About one version of 512 begins a part: a few thousand bytes, and most packages have one part.
bool begins_part(VersionId id) {
  constexpr std::uint64_t kMixer = 0x9E3779B97F4A7C15U;
  return (static_cast<std::uint64_t>(id.value) * kMixer) >> 55U == 0;
}

}  // namespace

void VersionListWriter::add(const KnownVersion& version) {
  if (parts_.empty() || begins_part(version.id)) {
    parts_.push_back({version.id, {}});
    id_ = {};
    row_ = 0;
    created_ = 0;
  }
  std::string& text = parts_.back().bytes;
  const std::int64_t parts = (version.presence == Presence::unlisted ? kUnlisted : 0) |
                             (version.created_at ? kCreated : 0) | (version.mark ? kMarked : 0) |
                             (version.clocks.empty() ? 0 : kClocks);
  pack(text, parts);
  pack_step(text, id_.value, version.id.value);
  pack_step(text, row_, version.row);
  id_ = version.id;
  row_ = version.row;
  if (version.created_at) {
    pack_step(text, created_, seconds(*version.created_at));
    created_ = seconds(*version.created_at);
  }
  if (version.mark) pack_whole(text, *version.mark);
  if (version.clocks.empty()) return;
  pack(text, std::ssize(version.clocks));
  for (const StoredClock& clock : version.clocks) {
    pack(text, clock.rule);
    pack_step(text, created_, seconds(clock.since));
    pack_whole(text, clock.tags);
  }
}

const KnownVersion* VersionList::next() {
  if (rest_.at_end()) {
    if (begun_ == parts_.size()) return nullptr;
    rest_ = Unpacker(parts_[begun_++].bytes);
    version_.id = {};
    version_.row = 0;
    created_ = 0;
  }
  const std::int64_t parts = rest_.number();
  version_.presence = (parts & kUnlisted) != 0 ? Presence::unlisted : Presence::listed;
  version_.id.value = rest_.step(version_.id.value);
  version_.row = rest_.step(version_.row);
  version_.created_at.reset();
  if ((parts & kCreated) != 0) {
    created_ = rest_.step(created_);
    version_.created_at = time_at(created_);
  }
  version_.mark.reset();
  if ((parts & kMarked) != 0) version_.mark = rest_.whole();
  version_.clocks.clear();
  for (std::int64_t left = (parts & kClocks) != 0 ? rest_.number() : 0; left > 0; --left) {
    const std::int64_t rule = rest_.number();
    const SysTime since = time_at(rest_.step(created_));
    version_.clocks.push_back({rule, since, rest_.whole()});
  }
  return &version_;
}

VersionListParts stored_version_list(Database& database, std::int64_t package) {
  Query query = database.query("SELECT first, versions FROM version_list WHERE package_id = ?1 ORDER BY first");
  query.bind(package);
  VersionListParts parts;
  while (query.step()) parts.push_back({query.id<VersionId>(0), query.bytes(1)});
  return parts;
}

VersionListParts read_version_list(Database& database, std::int64_t package) {
  VersionListParts stored = stored_version_list(database, package);
  return stored.empty() ? version_list_of_rows(database, package) : stored;
}

VersionListParts version_list_of_rows(Database& database, std::int64_t package) {
  Query query = database.query(
      "SELECT v.gh_id, v.id, v.present, v.created_at, d.args FROM version v LEFT JOIN decision_change d "
      "ON v.verdict = ?3 AND d.version_id = v.id AND d.plan_id = v.since_plan "
      "WHERE v.package_id = ?1 AND v.present <> ?2 ORDER BY v.gh_id");
  query.bind(package, Presence::gone, Verdict::remove);
  VersionListWriter list;
  while (query.step()) {
    list.add({query.id<VersionId>(0), query.integer(1), query.as<Presence>(2), query.maybe_time(3), std::nullopt,
              decode_clocks(query.text(4))});
  }
  return list.parts();
}

void write_version_list(Database& database, std::int64_t package, const VersionListParts& before,
                        const VersionListParts& after) {
  Query upsert = database.query(
      "INSERT INTO version_list (package_id, first, versions) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (package_id, first) DO UPDATE SET versions = excluded.versions");
  Query remove = database.query("DELETE FROM version_list WHERE package_id = ?1 AND first = ?2");
  auto old = before.begin();
  const auto drop_until = [&](std::optional<VersionId> first) {
    for (; old != before.end() && (!first || old->first < *first); ++old) {
      remove.bind(package, old->first);
      remove.run();
    }
  };
  for (const VersionListPart& part : after) {
    drop_until(part.first);
    const bool same = old != before.end() && *old == part;
    if (old != before.end() && old->first == part.first) ++old;
    if (same) continue;
    upsert.bind(package, part.first, Bytes{part.bytes});
    upsert.run();
  }
  drop_until(std::nullopt);
}

}  // namespace retention::store
