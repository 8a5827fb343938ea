#pragma once

#include <utility>
#include <vector>

#include "policy/container/graph.h"

namespace retention {

// Tells what is below versions, at any depth. Each version is gone through once, however often it is met, so what is
// begun with first is told of everything that it has. Points into its arguments.
class Spread {
 public:
  // Only where `open` is true is anything passed through or told of.
  Spread(const ManifestGraph& graph, const std::vector<bool>& open) : graph_(graph), open_(open), done_(graph.size()) {}

  // Calls `visit` with every version below one that no earlier call went through, with some several times.
  template <typename Visit>
  void from(Node source, const Visit& visit) {
    enter(source);
    while (!stack_.empty()) {
      const auto below = graph_.below(stack_.back());
      stack_.pop_back();
      for (const Link link : below) {
        if (!open_[link.node()]) continue;
        visit(link.node());
        enter(link.node());
      }
    }
  }

 private:
  void enter(Node node) {
    if (!done_[node]) stack_.push_back(node);
    done_[node] = true;
  }

  const ManifestGraph& graph_;
  const std::vector<bool>& open_;
  std::vector<bool> done_;
  std::vector<Node> stack_;
};

}  // namespace retention
