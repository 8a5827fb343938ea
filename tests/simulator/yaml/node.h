#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace retention::simulator::yaml {

// A YAML or JSON value that remembers where it was written.
struct Node {
  enum class Kind : std::uint8_t { none, scalar, list, map };
  Kind kind{Kind::none};
  std::string place;                                 // "FILE:LINE:COLUMN"
  std::string text;                                  // of a scalar
  std::vector<Node> items;                           // of a list
  std::vector<std::pair<std::string, Node>> fields;  // of a map, in order
};

// Throws ScenarioError for what is not YAML.
[[nodiscard]] Node parse(std::string_view text, std::string_view source);

}  // namespace retention::simulator::yaml
