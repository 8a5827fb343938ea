#include "store/history_start.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "policy/base/digest.h"

namespace retention::store {
namespace {

constexpr std::string_view kFirstRun = "history_first_run";
constexpr std::string_view kBefore = "history_before";

std::optional<std::int64_t> number_in_meta(Database& database, std::string_view key) {
  Query query = database.query("SELECT value FROM meta WHERE key = ?1");
  query.bind(key);
  if (!query.step()) return std::nullopt;
  const std::string text = query.text(0);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;
  throw DatabaseFailure("table meta of the ledger says '" + text + "' of " + std::string(key) +
                        ", put back a copy of it");
}

void put_in_meta(Database& database, std::string_view key, std::int64_t number) {
  Query upsert =
      database.query("INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2");
  upsert.bind(key, std::to_string(number));
  upsert.run();
}

std::int64_t seconds_in(SysTime time) {
  return time.time_since_epoch().count();
}

}  // namespace

std::optional<HistoryStart> history_start(Database& database) {
  const auto first = number_in_meta(database, kFirstRun);
  const auto before = number_in_meta(database, kBefore);
  if (!first || !before) return std::nullopt;
  return HistoryStart{RunId{*first}, SysTime(std::chrono::seconds(*before))};
}

void set_history_start(Database& database, const HistoryStart& start) {
  put_in_meta(database, kFirstRun, start.first_run.value);
  put_in_meta(database, kBefore, seconds_in(start.before));
}

std::optional<Anchor> newest_anchor(Database& database) {
  Query query = database.query("SELECT seq, hash, at, why FROM anchor ORDER BY seq DESC LIMIT 1");
  query.bind();
  if (!query.step()) return std::nullopt;
  return Anchor{{query.integer(0), query.digest(1)}, query.time(2), query.text(3)};
}

std::string encode_purge(const std::optional<HistoryStart>& start, const std::optional<Anchor>& anchor) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  if (start) {
    json["first_run"] = start->first_run.value;
    json["before"] = seconds_in(start->before);
  }
  if (anchor) {
    json["anchor"] = anchor->link.seq;
    json["hash"] = to_hex(anchor->link.hash);
    json["at"] = seconds_in(anchor->at);
    json["why"] = anchor->why;
  }
  // A table that somebody has written to must not stop the check of it.
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string purged_text(RunId run, const HistoryStart& start) {
  return "run " + std::to_string(run.value) + " is not in the ledger any more: what ended before " +
         format_rfc3339(start.before) + " was purged (ledger.keep says how long it is kept); the oldest run there is " +
         std::to_string(start.first_run.value);
}

}  // namespace retention::store
