#include "store/codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

#include "policy/base/digest.h"
#include "store/database.h"

namespace retention::store {
namespace {

using Json = nlohmann::ordered_json;

// Names come from outside; what is not UTF-8 must not stop the ledger.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <typename Read>
auto parsed(std::string_view text, const Read& read) -> decltype(read(Json())) {
  try {
    return read(Json::parse(text));
  } catch (const Json::exception& error) {
    throw DatabaseFailure(std::string("a row of the ledger cannot be understood, put back a copy of it: ") +
                          error.what());
  }
}

template <typename Value>
void put(Json& json, const char* key, const std::optional<Value>& value) {
  if (value) json[key] = *value;
}

void put(Json& json, const char* key, const std::optional<SysTime>& value) {
  if (value) json[key] = value->time_since_epoch().count();
}

std::optional<std::int64_t> number_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return std::nullopt;
  return found->get<std::int64_t>();
}

std::optional<SysTime> time_at(const Json& json, const char* key) {
  const auto seconds = number_at(json, key);
  if (!seconds) return std::nullopt;
  return SysTime(std::chrono::seconds(*seconds));
}

// What JSON writes as it is.
bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

void append(std::string& text, std::int64_t number) {
  const fmt::format_int digits(number);
  text.append(digits.data(), digits.size());
}

// The numbers of a reason that stay what they are while the version and the rules do.
std::pair<std::int64_t, std::int64_t> kept_numbers(const StoredReason& reason) {
  const bool in_group = reason.code == ReasonCode::kept_in_group || reason.code == ReasonCode::beyond_in_group;
  if (in_group) return {0, 0};
  if (reason.code == ReasonCode::kept_by_calendar) return {reason.first, 0};
  return {reason.first, reason.second};
}

}  // namespace

std::optional<std::string> encode_tags(const std::optional<std::vector<std::string>>& tags) {
  if (!tags) return std::nullopt;
  if (!std::ranges::all_of(*tags, is_plain)) return dump(Json(*tags));
  std::string text = "[";
  for (const std::string& tag : *tags) {
    if (text.size() > 1) text += ',';
    text += '"';
    text += tag;
    text += '"';
  }
  text += ']';
  return text;
}

std::optional<std::vector<std::string>> decode_tags(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  if (*text == "[]") return std::vector<std::string>();
  return parsed(*text, [](const Json& json) { return json.get<std::vector<std::string>>(); });
}

namespace {

// "RULE,FIRST,SECOND]..."
std::array<std::int64_t, 3> three_numbers(std::string_view text) {
  std::array<std::int64_t, 3> numbers{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::int64_t& number : numbers) {
    const auto [stop, error] = std::from_chars(at, end, number);
    if (error != std::errc() || stop == end || (*stop != ',' && *stop != ']')) {
      throw DatabaseFailure("a decision in the ledger cannot be understood, put back a copy of it");
    }
    at = stop + 1;
  }
  return numbers;
}

}  // namespace

std::string encode_decision(const StoredDecision& decision) {
  std::string text = "{";
  const auto put_number = [&](std::string_view key, std::int64_t number) {
    text += key;
    append(text, number);
    text += ',';
  };
  if (decision.mode) put_number("\"mode\":", static_cast<int>(*decision.mode));
  if (decision.due_at) put_number("\"due\":", decision.due_at->time_since_epoch().count());
  if (decision.wait) put_number("\"wait\":", decision.wait->count());
  if (decision.course == Course::approved) text += "\"approved\":1,";
  text += "\"reasons\":[";
  for (const StoredReason& reason : decision.reasons) {
    if (text.back() != '[') text += ',';
    const auto [first, second] = kept_numbers(reason);
    put_number("[", static_cast<int>(reason.layer));
    put_number("", static_cast<int>(reason.code));
    put_number("", reason.rule);
    put_number("", first);
    append(text, second);
    text += ']';
  }
  text += "]}";
  return text;
}

StoredDecision decode_decision(std::string_view text) {
  return parsed(text, [](const Json& json) {
    StoredDecision decision;
    if (const auto mode = number_at(json, "mode")) decision.mode = static_cast<Mode>(*mode);
    decision.due_at = time_at(json, "due");
    if (const auto wait = number_at(json, "wait")) decision.wait = std::chrono::seconds(*wait);
    if (number_at(json, "approved")) decision.course = Course::approved;
    for (const Json& row : json.at("reasons")) {
      decision.reasons.push_back({static_cast<Layer>(row.at(0).get<int>()),
                                  static_cast<ReasonCode>(row.at(1).get<int>()), row.at(2).get<std::int64_t>(),
                                  row.at(3).get<std::int64_t>(), row.at(4).get<std::int64_t>()});
    }
    if (decision.reasons.empty())
      throw DatabaseFailure("a decision in the ledger has no reason, put back a copy of it");
    return decision;
  });
}

bool is_clock(const StoredReason& reason) {
  return reason.layer == Layer::remove && reason.code == ReasonCode::matched && reason.first != 0;
}

std::vector<StoredClock> decode_clocks(std::string_view text) {
  static const std::string start = "[" + std::to_string(static_cast<int>(Layer::remove)) + "," +
                                   std::to_string(static_cast<int>(ReasonCode::matched)) + ",";
  std::vector<StoredClock> clocks;
  for (auto at = text.find(start); at != std::string_view::npos; at = text.find(start, at)) {
    at += start.size();
    const auto numbers = three_numbers(text.substr(at));
    if (numbers[1] != 0) clocks.push_back({numbers[0], SysTime(std::chrono::seconds(numbers[1])), numbers[2]});
  }
  return clocks;
}

bool is_ranked(ReasonCode code) {
  return code == ReasonCode::kept_by_newest || code == ReasonCode::beyond_newest;
}

StoredReason without_ranks(StoredReason reason) {
  std::tie(reason.first, reason.second) =
      is_ranked(reason.code) ? std::pair<std::int64_t, std::int64_t>() : kept_numbers(reason);
  return reason;
}

bool same_meaning(std::string_view stored, std::string_view fresh) {
  if (stored == fresh) return true;
  const auto unranked = [](std::string_view text) {
    StoredDecision decision = decode_decision(text);
    std::ranges::transform(decision.reasons, decision.reasons.begin(), without_ranks);
    return decision;
  };
  return unranked(stored) == unranked(fresh);
}

std::string encode_header(const Plan& plan) {
  Json json;
  json["mode"] = text_of(kModes, plan.mode);
  json["policies"] = plan.policies;
  put(json, "versions", plan.limits.versions);
  put(json, "percent", plan.limits.percent);
  put(json, "cycle", plan.limits.cycle);
  if (plan.approved > 0) json["approved"] = plan.approved;
  return dump(json);
}

PlanHeader decode_header(std::string_view text) {
  return parsed(text, [](const Json& json) {
    PlanHeader header;
    header.mode = value_of(kModes, json.at("mode").get<std::string>()).value_or(Mode::audit);
    header.policies = json.at("policies").get<std::vector<std::string>>();
    header.limits = {number_at(json, "versions"), number_at(json, "percent"), number_at(json, "cycle")};
    header.approved = number_at(json, "approved").value_or(0);
    return header;
  });
}

std::string encode_move(const MoveSnapshot& move) {
  Json json;
  json["to"] = text_of(kDeletionStates, move.to);
  json["attempts"] = move.attempts;
  if (move.http_status != 0) json["http"] = move.http_status;
  if (!move.request_id.empty()) json["request"] = move.request_id;
  if (!move.note.empty()) json["note"] = move.note;
  put(json, "not_before", move.not_before);
  put(json, "deleted_at", move.deleted_at);
  put(json, "undo_until", move.undo_until);
  return dump(json);
}

MoveSnapshot decode_move(std::string_view text) {
  return parsed(text, [](const Json& json) {
    const auto state = value_of(kDeletionStates, json.at("to").get<std::string>());
    if (!state) throw DatabaseFailure("the journal names a state that does not exist");
    return MoveSnapshot{.to = *state,
                        .attempts = number_at(json, "attempts").value_or(0),
                        .http_status = json.value("http", 0),
                        .request_id = json.value("request", std::string()),
                        .note = json.value("note", std::string()),
                        .not_before = time_at(json, "not_before"),
                        .deleted_at = time_at(json, "deleted_at"),
                        .undo_until = time_at(json, "undo_until")};
  });
}

std::string encode_evidence(const std::vector<NamedReason>& reasons) {
  Json json = Json::array();
  for (const NamedReason& named : reasons) {
    Json row;
    row["layer"] = text_of(kLayers, named.reason.layer);
    row["code"] = static_cast<int>(named.reason.code);
    if (named.rule != nullptr) {
      row["policy"] = named.rule->policy;
      row["rule"] = named.rule->name;
      row["meaning"] = to_hex(named.rule->meaning);
    }
    row["first"] = named.reason.first;
    row["second"] = named.reason.second;
    json.push_back(std::move(row));
  }
  return dump(json);
}

namespace {

struct CountName {
  const char* name;
  std::int64_t RunCounts::*member;
};

constexpr std::array kCountNames{
    CountName{"packages", &RunCounts::packages}, CountName{"versions", &RunCounts::versions},
    CountName{"keep", &RunCounts::keep},         CountName{"delete", &RunCounts::remove},
    CountName{"due", &RunCounts::due},           CountName{"grace", &RunCounts::grace},
    CountName{"awaiting", &RunCounts::awaiting}, CountName{"waiting", &RunCounts::waiting},
    CountName{"deleting", &RunCounts::deleting}, CountName{"restoring", &RunCounts::restoring},
    CountName{"blocked", &RunCounts::blocked},   CountName{"deleted", &RunCounts::deleted},
    CountName{"gone", &RunCounts::gone},         CountName{"restored", &RunCounts::restored},
    CountName{"failed", &RunCounts::failed},     CountName{"refused", &RunCounts::refused},
    CountName{"stale", &RunCounts::stale}};

}  // namespace

std::string encode_counts(const RunCounts& counts) {
  Json json;
  for (const CountName& count : kCountNames) json[count.name] = counts.*count.member;
  return dump(json);
}

RunCounts decode_counts(std::string_view text) {
  return parsed(text, [](const Json& json) {
    RunCounts counts;
    for (const CountName& count : kCountNames) counts.*count.member = number_at(json, count.name).value_or(0);
    return counts;
  });
}

std::string encode_approval(std::string_view by, SysTime until, const std::vector<VersionId>& versions) {
  Json json{{"by", by}, {"until", until.time_since_epoch().count()}, {"versions", Json::array()}};
  for (const VersionId version : versions) json["versions"].push_back(version.value);
  return dump(json);
}

std::string encode_note(std::string_view text) {
  Json json = Json::object();
  if (!text.empty()) json["text"] = text;
  return dump(json);
}

std::string decode_note(std::string_view text) {
  return parsed(text, [](const Json& json) { return json.value("text", std::string()); });
}

}  // namespace retention::store
