#include "store/journal_notes.h"

#include <nlohmann/json.hpp>

#include "store/codec.h"
#include "store/database.h"

namespace retention::store {
namespace {

using Json = nlohmann::ordered_json;

template <typename Read>
auto parsed(std::string_view text, const Read& read) -> decltype(read(Json())) {
  try {
    return read(Json::parse(text));
  } catch (const Json::exception& error) {
    throw DatabaseFailure(std::string("a row of the journal cannot be understood, put back a copy of the ledger: ") +
                          error.what());
  }
}

}  // namespace

std::string encode_pinned(std::string_view text, const PinFacts& facts) {
  Json json{{"text", text}, {"package", facts.package}, {"version", facts.version}};
  if (facts.until) json["until"] = facts.until->time_since_epoch().count();
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<PinFacts> decode_pinned(std::string_view body) {
  return parsed(body, [](const Json& json) -> std::optional<PinFacts> {
    if (!json.contains("version")) return std::nullopt;
    PinFacts facts{json.at("package").get<std::int64_t>(), json.at("version").get<std::int64_t>(), std::nullopt};
    if (json.contains("until")) facts.until = SysTime(std::chrono::seconds(json.at("until").get<std::int64_t>()));
    return facts;
  });
}

std::vector<VersionId> decode_approved(std::string_view body) {
  return parsed(body, [](const Json& json) {
    std::vector<VersionId> versions;
    for (const Json& version : json.at("versions")) versions.push_back(VersionId{version.get<std::int64_t>()});
    return versions;
  });
}

bool note_begins(std::string_view body, std::string_view text) {
  std::string start = encode_note(text);
  start.resize(start.size() - 2);  // without the closing `"}`
  return body.starts_with(start);
}

bool approved_by(std::string_view body, std::string_view by) {
  const std::string whole = encode_approval(by, SysTime(), {});
  return body.starts_with(whole.substr(0, whole.rfind(",\"until\"") + 1));
}

}  // namespace retention::store
