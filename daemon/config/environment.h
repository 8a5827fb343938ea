#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace retention::config {

// The environment variables of the process, copied once at start and handed to whoever needs them.
class Environment {
 public:
  using Variables = std::map<std::string, std::string, std::less<>>;

  Environment() = default;
  explicit Environment(Variables variables) : variables_(std::move(variables)) {}

  // The value of a variable; nothing if it is unset or empty.
  [[nodiscard]] std::optional<std::string> get(std::string_view name) const {
    const auto found = variables_.find(name);
    if (found == variables_.end() || found->second.empty()) return std::nullopt;
    return found->second;
  }

 private:
  Variables variables_;
};

}  // namespace retention::config
