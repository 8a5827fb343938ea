#include "tests/simulator/yaml/fields.h"

#include <charconv>
#include <cstdlib>

#include "tests/simulator/scenario.h"

namespace retention::simulator::yaml {

void fail(const Node& node, const std::string& message) {
  throw ScenarioError(node.place + ": " + message);
}

const std::string& text_of(const Node& node) {
  if (node.kind != Node::Kind::scalar) fail(node, "expected one value");
  return node.text;
}

std::int64_t number_of(const Node& node) {
  const std::string& text = text_of(node);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) fail(node, "\"" + text + "\" is not a whole number");
  return value;
}

double share_of(const Node& node) {
  const std::string& text = text_of(node);
  double value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > 1) {
    fail(node, "\"" + text + "\" is not a number from 0 to 1");
  }
  return value;
}

bool flag_of(const Node& node) {
  const std::string& text = text_of(node);
  if (text == "true") return true;
  if (text == "false") return false;
  fail(node, "\"" + text + "\" is not true or false");
}

Duration length_of(const Node& node) {
  const std::optional<Duration> length = parse_length(text_of(node));
  if (!length) fail(node, "\"" + node.text + "\" is not a length of time such as 500ms, 10s, 12h or 40d");
  return *length;
}

const std::vector<Node>& items_of(const Node& node) {
  if (node.kind != Node::Kind::list) fail(node, "expected a list");
  return node.items;
}

std::vector<std::string> texts_of(const Node& node) {
  if (node.kind == Node::Kind::scalar) return {node.text};
  std::vector<std::string> texts;
  for (const Node& item : items_of(node)) texts.push_back(text_of(item));
  return texts;
}

Fields::Fields(const Node& node) : node_(node) {
  if (node.kind != Node::Kind::map) fail(node, "expected keys with values");
}

const Node* Fields::find(std::string_view key) {
  asked_.emplace(key);
  for (const auto& [name, value] : node_.fields) {
    if (name == key && value.kind != Node::Kind::none) return &value;
  }
  return nullptr;
}

const Node& Fields::required(std::string_view key) {
  const Node* value = find(key);
  if (value == nullptr) fail(node_, "\"" + std::string(key) + "\" is missing");
  return *value;
}

std::string Fields::text(std::string_view key, std::string fallback) {
  const Node* value = find(key);
  return value == nullptr ? std::move(fallback) : text_of(*value);
}

std::int64_t Fields::number(std::string_view key, std::int64_t fallback) {
  const Node* value = find(key);
  return value == nullptr ? fallback : number_of(*value);
}

bool Fields::flag(std::string_view key, bool fallback) {
  const Node* value = find(key);
  return value == nullptr ? fallback : flag_of(*value);
}

std::vector<std::string> Fields::texts(std::string_view key) {
  const Node* value = find(key);
  return value == nullptr ? std::vector<std::string>{} : texts_of(*value);
}

std::set<std::string> Fields::text_set(std::string_view key) {
  const std::vector<std::string> list = texts(key);
  return {list.begin(), list.end()};
}

void Fields::finish() const {
  for (const auto& [name, value] : node_.fields) {
    if (asked_.contains(name)) continue;
    std::string known;
    for (const std::string& key : asked_) known += (known.empty() ? "" : ", ") + key;
    fail(value, "no key \"" + name + "\" here; there are " + known);
  }
}

}  // namespace retention::simulator::yaml
