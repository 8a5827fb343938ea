#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "policy/base/time.h"
#include "store/database.h"

namespace retention::store {

// What codec*.cpp have in common.
using Json = nlohmann::ordered_json;

// Names come from outside; what is not UTF-8 must not stop the ledger.
inline std::string dump(const Json& json) {
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

inline std::optional<std::int64_t> number_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return std::nullopt;
  return found->get<std::int64_t>();
}

inline std::optional<SysTime> time_at(const Json& json, const char* key) {
  const auto seconds = number_at(json, key);
  if (!seconds) return std::nullopt;
  return SysTime(std::chrono::seconds(*seconds));
}

}  // namespace retention::store
