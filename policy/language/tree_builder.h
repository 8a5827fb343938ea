#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "policy/language/node.h"
#include "policy/language/problem.h"

namespace retention::language {

// Builds a tree from the events of a YAML parser and keeps its limits. After the first problem that would make the rest
// unreliable it ignores all further events. One thread.
class TreeBuilder {
 public:
  using Anchor = std::size_t;  // 0: none

  void null(Position at, Anchor anchor);
  void scalar(Position at, std::string_view tag, Anchor anchor, const std::string& text);
  void alias(Position at, Anchor anchor);
  void begin(NodeKind kind, Position at, std::string_view tag, Anchor anchor);
  void end();

  // The root of what was read; nothing if there was no document.
  [[nodiscard]] const NodePtr& root() const { return root_; }
  [[nodiscard]] bool stopped() const { return stopped_; }
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  // A sequence or mapping whose end has not come yet.
  struct Open {
    std::shared_ptr<Node> node;
    Anchor anchor{0};
    std::optional<Entry> pending;                          // a key that waits for its value
    std::unordered_map<std::string, Position> first_seen;  // keys of the mapping
  };

  void add(NodePtr node, Anchor anchor);
  void take_key(const Node& node);
  void refuse_tag(Position at, std::string_view tag, std::string_view advice);
  void stop(Position at, std::string text);
  [[nodiscard]] bool wants_key() const;
  [[nodiscard]] std::string path() const;

  std::vector<Open> open_;
  std::map<Anchor, NodePtr> anchors_;
  NodePtr root_;
  std::vector<Problem> problems_;
  bool stopped_{false};
};

}  // namespace retention::language
