#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulator/texts.h"
#include "tests/simulator/time.h"
#include "tests/simulator/yaml/node.h"

namespace retention::simulator::yaml {

// Ends reading with a ScenarioError that names the place.
[[noreturn]] void fail(const Node& node, const std::string& message);

[[nodiscard]] const std::string& text_of(const Node& node);
[[nodiscard]] std::int64_t number_of(const Node& node);
[[nodiscard]] double share_of(const Node& node);  // from 0 to 1
[[nodiscard]] bool flag_of(const Node& node);
[[nodiscard]] Duration length_of(const Node& node);
// The items of a list; a scalar counts as a list of one.
[[nodiscard]] std::vector<std::string> texts_of(const Node& node);
// The items of a list, which it must be.
[[nodiscard]] const std::vector<Node>& items_of(const Node& node);

template <typename Enum, std::size_t N>
[[nodiscard]] Enum choice_of(const Node& node, const Words<Enum, N>& words) {
  const std::optional<Enum> value = from_word(words, text_of(node));
  if (!value) fail(node, "\"" + text_of(node) + "\" is not " + choices(words));
  return *value;
}

// Reads one map key by key; finish() refuses the keys nobody asked for.
class Fields {
 public:
  explicit Fields(const Node& node);

  [[nodiscard]] const Node& node() const { return node_; }
  const Node* find(std::string_view key);
  const Node& required(std::string_view key);

  std::string text(std::string_view key, std::string fallback = {});
  std::int64_t number(std::string_view key, std::int64_t fallback = 0);
  bool flag(std::string_view key, bool fallback);
  std::vector<std::string> texts(std::string_view key);
  std::set<std::string> text_set(std::string_view key);

  void finish() const;

 private:
  const Node& node_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace retention::simulator::yaml
