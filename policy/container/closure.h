#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policy/container/graph.h"

namespace retention {

// How a version stands to the versions around it.
enum class Stay : std::uint8_t {
  stays,     // it is kept
  on_paper,  // it really stays, and goes where what is only audited goes too
  goes,      // it is a candidate, or nothing but candidates has it
  open       // before the closure: a child or attachment that nobody spoke of
};

// What stays since something that stays needs it. What stays keeps all that it lists and its attachments, at any depth,
// also over versions that we deleted: they may come back. An audited candidate keeps what really stays with it. Nothing
// is recursive, and each version is looked at a few times at most, whatever circles there are.
class Closure {
 public:
  // `start` is by node; versions that we deleted are open.
  Closure(const ManifestGraph& graph, std::vector<Stay> start);

  // Every index that lists one of these children stays, at any depth. Of several that hold one the first is told.
  void hold(std::span<const Node> children);

  // To be called once after the last hold(). What nothing but circles of open versions has stays.
  void close();

  // Lets a candidate stay, closes again, and gives the others that stay since then.
  std::vector<Node> keep(Node candidate);

  // Never `open`.
  [[nodiscard]] Stay of(Node node) const { return now_[node]; }
  [[nodiscard]] Stay start(Node node) const { return start_[node]; }

  // Whether nothing has it but a circle of versions like it.
  [[nodiscard]] bool rootless(Node node) const { return rootless_[node]; }

  // The child for which an index is held; kNoNode if there is none.
  [[nodiscard]] Node held_for(Node node) const { return held_for_.empty() ? kNoNode : held_for_[node]; }

 private:
  void find_rootless();
  void improve(Node node, Stay stay);
  void work();

  const ManifestGraph& graph_;
  std::vector<Stay> start_;
  std::vector<Stay> now_;
  std::vector<bool> rootless_;
  std::vector<Node> held_for_;
  std::vector<Node> to_do_;
  std::vector<Node> changed_;  // candidates that stay
};

}  // namespace retention
