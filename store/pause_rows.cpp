#include "store/pause_rows.h"

namespace retention::store {
namespace {

constexpr auto kKey = "pause";

}  // namespace

std::optional<Pause> read_pause(Database& database, SysTime now) {
  Query query = database.query(
      "SELECT value ->> '$.until', value ->> '$.reason', value ->> '$.by', value ->> '$.at' FROM meta WHERE key = ?1");
  query.bind(kKey);
  if (!query.step()) return std::nullopt;
  Pause pause{query.maybe_time(0), query.text(1), query.text(2), query.time(3)};
  if (pause.until && *pause.until <= now) return std::nullopt;
  return pause;
}

void write_pause(Database& database, const Pause& pause) {
  Query upsert = database.query(
      "INSERT INTO meta (key, value) VALUES (?1, json_object('until', ?2, 'reason', ?3, 'by', ?4, 'at', ?5)) "
      "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
  upsert.bind(kKey, pause.until, pause.reason, pause.by, pause.at);
  upsert.run();
}

void erase_pause(Database& database) {
  Query query = database.query("DELETE FROM meta WHERE key = ?1");
  query.bind(kKey);
  query.run();
}

Result<void> refuse_if_paused(Database& database, SysTime now) {
  const auto pause = read_pause(database, now);
  if (!pause) return {};
  return fail(ErrorCode::paused, "deletions are " + describe(*pause) + "; retentiond resume ends it");
}

}  // namespace retention::store
