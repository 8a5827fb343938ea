#include "store/codec.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

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

template <typename Value>
void put(Json& json, const char* key, const std::optional<Value>& value) {
  if (value) json[key] = *value;
}

void put(Json& json, const char* key, const std::optional<SysTime>& value) {
  if (value) json[key] = value->time_since_epoch().count();
}

// What JSON writes as it is.
bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
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
