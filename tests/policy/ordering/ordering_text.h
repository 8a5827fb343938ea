#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "policy/ordering/version_key.h"

namespace retention::test {

// "<", "=" or ">"; "?" if a name is no version of that type.
inline std::string order_of(PackageType type, std::string_view a, std::string_view b) {
  const auto left = parse_version(type, a);
  const auto right = parse_version(type, b);
  if (!left || !right) return "?";
  const auto order = compare(*left, *right);
  if (order == 0) return "=";
  return order < 0 ? "<" : ">";
}

inline std::string reversed(const std::string& order) {
  if (order == "<") return ">";
  return order == ">" ? "<" : order;
}

}  // namespace retention::test
