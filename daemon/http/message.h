#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/base/enum_table.h"

namespace retention::http {

// The methods that are used. `remove` is DELETE.
enum class Method : std::uint8_t { get, post, remove };

inline constexpr EnumTable<Method, 3> kMethods{
    {{Method::get, "GET"}, {Method::post, "POST"}, {Method::remove, "DELETE"}}};

[[nodiscard]] constexpr bool is_mutation(Method method) {
  return method != Method::get;
}

// Header fields in the order they came; names compare without regard to case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}

  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }

  // The first value of a name, valid as long as this object; nothing if the header is absent.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

// May hold credentials in its headers: never logged.
struct Request {
  Method method{Method::get};
  std::string target;  // "/path?query", already percent-encoded, sent as it is
  Headers headers;
  std::optional<std::string> body;
};

// The HTTP library decodes percent-escapes in header values and drops headers whose value is empty, and shows nothing
// of the head as it was sent. So an address in a Link or Location header no longer tells "%2F" from "/", and a header
// that is absent may have been sent empty.
struct Response {
  int status{0};
  Headers headers;
  std::string body;
};

}  // namespace retention::http
