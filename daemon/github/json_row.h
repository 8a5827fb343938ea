#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/error.h"
#include "policy/base/time.h"

namespace retention::github {

// Reads the fields of one JSON object and remembers the first that is wrong, as ErrorCode::bad_reply with its path.
// Reading goes on with empty values, so callers check error() once at the end. The object outlives the row.
class JsonRow {
 public:
  // `where` is the path of the object in the reply, as in "reply[3]".
  JsonRow(const nlohmann::json& value, std::string where);

  [[nodiscard]] std::int64_t id(std::string_view name);                                // required, over 0
  [[nodiscard]] std::string text(std::string_view name);                               // required, not empty
  [[nodiscard]] std::string text_or_empty(std::string_view name);                      // absent and null are empty
  [[nodiscard]] std::optional<SysTime> time(std::string_view name);                    // absent and null are nothing
  [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view name);  // absent and null are nothing
  [[nodiscard]] std::optional<JsonRow> object(std::string_view name);                  // absent and null are nothing

  // Takes over the error of a row inside this one.
  void join(const JsonRow& inner);
  void reject(const std::string& field, const std::string& why);

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  const nlohmann::json* find(std::string_view name) const;

  const nlohmann::json& value_;
  std::string where_;
  std::optional<Error> error_;
};

}  // namespace retention::github
