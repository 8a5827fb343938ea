#include "tests/simulator/yaml/node.h"

#include <yaml-cpp/yaml.h>

#include "tests/simulator/scenario.h"

namespace retention::simulator::yaml {
namespace {

std::string place_of(const YAML::Mark& mark, std::string_view source) {
  return std::string(source) + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1);
}

Node convert(const YAML::Node& from, std::string_view source) {
  Node node;
  node.place = place_of(from.Mark(), source);
  switch (from.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null:
      break;
    case YAML::NodeType::Scalar:
      node.kind = Node::Kind::scalar;
      node.text = from.Scalar();
      break;
    case YAML::NodeType::Sequence:
      node.kind = Node::Kind::list;
      for (const YAML::Node& item : from) node.items.push_back(convert(item, source));
      break;
    case YAML::NodeType::Map:
      node.kind = Node::Kind::map;
      for (const auto& entry : from) {
        node.fields.emplace_back(entry.first.Scalar(), convert(entry.second, source));
      }
      break;
  }
  return node;
}

}  // namespace

Node parse(std::string_view text, std::string_view source) {
  try {
    return convert(YAML::Load(std::string(text)), source);
  } catch (const YAML::Exception& error) {
    throw ScenarioError(place_of(error.mark, source) + ": not YAML: " + error.msg);
  }
}

}  // namespace retention::simulator::yaml
