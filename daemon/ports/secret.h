#pragma once

#include <string>
#include <utility>

namespace retention {

// A token or password. It has no printing operator, compares with nothing and is handed over by name only.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  // The value, for the header of a request and for nothing else.
  [[nodiscard]] const std::string& reveal() const { return value_; }
  [[nodiscard]] bool empty() const { return value_.empty(); }

 private:
  std::string value_;
};

}  // namespace retention
