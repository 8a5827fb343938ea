#include "daemon/github/json_row.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

namespace retention::github {

using nlohmann::json;

JsonRow::JsonRow(const json& value, std::string where) : value_(value), where_(std::move(where)) {
  if (!value_.is_object()) error_ = Error{ErrorCode::bad_reply, where_ + " is not an object"};
}

const json* JsonRow::find(std::string_view name) const {
  if (!value_.is_object()) return nullptr;
  const auto field = value_.find(name);
  return field == value_.end() || field->is_null() ? nullptr : &*field;
}

void JsonRow::reject(const std::string& field, const std::string& why) {
  if (!error_) error_ = Error{ErrorCode::bad_reply, where_ + "." + field + " " + why};
}

void JsonRow::join(const JsonRow& inner) {
  if (!error_) error_ = inner.error_;
}

std::int64_t JsonRow::id(std::string_view name) {
  const json* field = find(name);
  if (field == nullptr) {
    reject(std::string(name), "is missing");
    return 0;
  }
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!field->is_number_unsigned() || field->get<std::uint64_t>() == 0 || field->get<std::uint64_t>() > kMost) {
    reject(std::string(name), "is not an id");
    return 0;
  }
  return field->get<std::int64_t>();
}

std::string JsonRow::text(std::string_view name) {
  std::string text = text_or_empty(name);
  if (text.empty()) reject(std::string(name), "is missing or empty");
  return text;
}

std::string JsonRow::text_or_empty(std::string_view name) {
  const json* field = find(name);
  if (field == nullptr) return {};
  if (!field->is_string()) {
    reject(std::string(name), "is not a text");
    return {};
  }
  return field->get<std::string>();
}

std::optional<SysTime> JsonRow::time(std::string_view name) {
  const json* field = find(name);
  if (field == nullptr) return std::nullopt;
  const auto time = field->is_string() ? parse_rfc3339(field->get_ref<const std::string&>()) : std::nullopt;
  if (!time) reject(std::string(name), "is not a time");
  return time;
}

std::optional<std::vector<std::string>> JsonRow::texts(std::string_view name) {
  const json* field = find(name);
  if (field == nullptr) return std::nullopt;
  std::vector<std::string> out;
  if (!field->is_array()) {
    reject(std::string(name), "is not a list");
    return out;
  }
  for (const auto& item : *field) {
    if (!item.is_string()) {
      reject(std::string(name), "holds something that is not a text");
      return out;
    }
    out.push_back(item.get<std::string>());
  }
  return out;
}

std::optional<JsonRow> JsonRow::object(std::string_view name) {
  const json* field = find(name);
  if (field == nullptr) return std::nullopt;
  JsonRow inner(*field, where_ + "." + std::string(name));
  join(inner);
  return inner;
}

}  // namespace retention::github
