#include "policy/container/closure.h"

#include <algorithm>
#include <utility>

namespace retention {
namespace {

// What something means for a version that it has.
Stay passed_on(Stay upper, Stay start) {
  if (upper == Stay::stays) return Stay::stays;
  if (upper != Stay::on_paper) return Stay::goes;
  // A candidate that really goes would tear a hole into what is only audited.
  if (start == Stay::goes) return Stay::stays;
  return Stay::on_paper;
}

}  // namespace

Closure::Closure(const ManifestGraph& graph, std::vector<Stay> start)
    : graph_(graph), start_(std::move(start)), now_(start_), rootless_(start_.size()) {
  std::replace(now_.begin(), now_.end(), Stay::open, Stay::goes);
}

void Closure::hold(std::span<const Node> children) {
  if (held_for_.empty() && !children.empty()) held_for_.assign(now_.size(), kNoNode);
  std::vector<Node> stack;
  for (const Node child : children) {
    stack.push_back(child);
    while (!stack.empty()) {
      const auto above = graph_.above(stack.back());
      stack.pop_back();
      for (const Link link : above) {
        if (link.kind() != Link::Kind::lists || held_for_[link.node()] != kNoNode) continue;
        held_for_[link.node()] = child;
        improve(link.node(), Stay::stays);
        stack.push_back(link.node());
      }
    }
  }
}

void Closure::close() {
  find_rootless();
  for (Node node = 0; node < now_.size(); ++node) {
    if (rootless_[node]) now_[node] = Stay::stays;
    if (now_[node] != Stay::goes && !graph_.below(node).empty()) to_do_.push_back(node);
  }
  work();
  changed_.clear();
}

std::vector<Node> Closure::keep(Node candidate) {
  improve(candidate, Stay::stays);
  changed_.clear();
  work();
  return std::exchange(changed_, {});
}

// Whatever is not open has a fate of its own, and what was removed is the end of a way too.
void Closure::find_rootless() {
  const auto is_open = [&](Node node) { return start_[node] == Stay::open && !graph_.is_removed(node); };
  for (Node node = 0; node < now_.size(); ++node) {
    rootless_[node] = is_open(node);
    if (!rootless_[node] && !graph_.below(node).empty()) to_do_.push_back(node);
  }
  while (!to_do_.empty()) {
    const auto below = graph_.below(to_do_.back());
    to_do_.pop_back();
    for (const Link link : below) {
      if (!rootless_[link.node()]) continue;
      rootless_[link.node()] = false;
      to_do_.push_back(link.node());
    }
  }
}

void Closure::improve(Node node, Stay stay) {
  if (stay >= now_[node]) return;
  now_[node] = stay;
  to_do_.push_back(node);
  if (start_[node] != Stay::open) changed_.push_back(node);
}

void Closure::work() {
  while (!to_do_.empty()) {
    const Node upper = to_do_.back();
    to_do_.pop_back();
    for (const Link link : graph_.below(upper)) {
      improve(link.node(), passed_on(now_[upper], start_[link.node()]));
    }
  }
}

}  // namespace retention
