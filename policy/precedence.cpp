#include "policy/precedence.h"

#include <algorithm>
#include <cstddef>

namespace retention {
namespace {

bool may_go(const Decision& decision) {
  return decision.course == Course::due || decision.course == Course::awaiting || decision.course == Course::approved;
}

}  // namespace

std::vector<Precedence> precedence_in(const ManifestGraph& graph, const std::vector<Decision>& decisions) {
  std::vector<Precedence> order;
  for (Node lower = 0; lower < decisions.size(); ++lower) {
    if (!may_go(decisions[lower])) continue;
    const auto begin = static_cast<std::ptrdiff_t>(order.size());
    for (const Link link : graph.above(lower)) {
      const Node upper = link.node();
      if (upper == lower || graph.is_removed(upper) || !may_go(decisions[upper])) continue;
      order.push_back({upper, lower});
    }
    std::sort(order.begin() + begin, order.end());
    order.erase(std::unique(order.begin() + begin, order.end()), order.end());
  }
  return order;
}

}  // namespace retention
