#include "policy/graph_layer.h"

#include <algorithm>

namespace retention {
namespace {

bool is_part(VersionKind kind) {
  return kind == VersionKind::child || kind == VersionKind::attachment;
}

std::vector<std::uint32_t> inverse_of(std::span<const std::uint32_t> order) {
  std::vector<std::uint32_t> places(order.size());
  for (std::size_t place = 0; place < order.size(); ++place) places[order[place]] = static_cast<std::uint32_t>(place);
  return places;
}

bool is_protected(const Decision& decision) {
  return std::any_of(decision.reasons.begin(), decision.reasons.end(),
                     [](const Reason& reason) { return reason.layer == Layer::protect; });
}

}  // namespace

GraphLayer::GraphLayer(const Family& family, const std::vector<Decision>& decisions,
                       std::span<const std::uint32_t> newest_first)
    : family_(family),
      newest_first_(newest_first),
      places_(inverse_of(newest_first)),
      closure_(family.graph, start_of(decisions)) {
  std::vector<Node> holding;
  for (const std::uint32_t position : newest_first) {
    if (family.kinds[position] == VersionKind::child && is_protected(decisions[position])) holding.push_back(position);
  }
  closure_.hold(holding);
  closure_.close();
}

std::vector<Stay> GraphLayer::start_of(const std::vector<Decision>& decisions) const {
  std::vector<Stay> start(family_.graph.size(), Stay::open);
  for (std::size_t position = 0; position < decisions.size(); ++position) {
    const Decision& decision = decisions[position];
    const bool silent = decision.verdict == Verdict::keep && decision.winner().layer == Layer::fallback;
    const auto node = static_cast<Node>(position);
    if (silent && is_part(family_.kinds[position]) && !family_.graph.above(node).empty()) continue;
    start[position] = Stay::stays;
    if (decision.verdict == Verdict::keep) continue;
    start[position] = decision.mode == Mode::audit ? Stay::on_paper : Stay::goes;
  }
  return start;
}

std::vector<std::size_t> GraphLayer::keep(std::size_t place) {
  std::vector<std::size_t> staying;
  for (const Node node : closure_.keep(newest_first_[place])) staying.push_back(places_[node]);
  return staying;
}

void GraphLayer::speak(std::vector<Decision>& decisions, Following following) const {
  std::vector<Node> followers;
  for (Node node = 0; node < decisions.size(); ++node) {
    const bool open = closure_.start(node) == Stay::open;
    if (closure_.of(node) == Stay::stays) {
      if (open || decisions[node].verdict == Verdict::remove) let_stay(node, decisions);
    } else if (open && following == Following::allowed) {
      decisions[node].verdict = Verdict::remove;
      followers.push_back(node);
    }
  }
  // Only now every verdict is there, which the reasons count.
  for (const Node node : followers) decisions[node].reasons.front() = reason_to_follow(node, decisions);
}

void GraphLayer::let_stay(Node node, std::vector<Decision>& decisions) const {
  const bool by_default = closure_.rootless(node) && closure_.held_for(node) == kNoNode;
  if (by_default) return;
  Decision& decision = decisions[node];
  const Reason reason = reason_to_stay(node, decisions);
  if (decision.verdict == Verdict::keep) {
    decision.reasons.front() = reason;
    return;
  }
  decision.verdict = Verdict::keep;
  decision.mode.reset();
  decision.reasons.insert(decision.reasons.begin(), reason);
}

Reason GraphLayer::reason_to_stay(Node node, const std::vector<Decision>& decisions) const {
  Reason reason{Layer::graph, ReasonCode::holds_protected};
  if (const Node child = closure_.held_for(node); child != kNoNode) {
    reason.first = decisions[child].version.value;
    reason.second = 1;
    return reason;
  }
  switch (family_.kinds[node]) {
    case VersionKind::attachment:
      reason.code = ReasonCode::kept_attachment;
      break;
    case VersionKind::child:
      reason.code = ReasonCode::kept_child;
      break;
    case VersionKind::image:
    case VersionKind::unclear:
      reason.code = ReasonCode::kept_member;
  }
  const bool bound = closure_.start(node) == Stay::goes;
  name(
      node, decisions,
      [&](Node upper) { return closure_.of(upper) == Stay::stays || (bound && closure_.of(upper) == Stay::on_paper); },
      reason);
  return reason;
}

Reason GraphLayer::reason_to_follow(Node node, const std::vector<Decision>& decisions) const {
  const bool attached = family_.kinds[node] == VersionKind::attachment;
  Reason reason{Layer::graph, attached ? ReasonCode::follows_subject : ReasonCode::follows_index};
  name(
      node, decisions, [&](Node upper) { return decisions[upper].verdict == Verdict::remove; }, reason);
  return reason;
}

// The newest version that is right above and counts, and how many there are.
template <typename Counts>
void GraphLayer::name(Node node, const std::vector<Decision>& decisions, const Counts& counts, Reason& reason) const {
  std::vector<std::uint32_t> places;
  for (const Link link : family_.graph.above(node)) {
    if (!family_.graph.is_removed(link.node()) && counts(link.node())) places.push_back(places_[link.node()]);
  }
  if (places.empty()) return;
  std::sort(places.begin(), places.end());
  const auto end = std::unique(places.begin(), places.end());
  reason.first = decisions[newest_first_[places.front()]].version.value;
  reason.second = end - places.begin();
}

}  // namespace retention
