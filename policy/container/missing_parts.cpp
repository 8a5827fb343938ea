#include "policy/container/missing_parts.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "policy/container/graph.h"

namespace retention {
namespace {

// The nodes that we deleted are those behind the listed ones, in the order of their digests.
std::vector<Digest> removed_nodes(const Inventory& inventory, const Memory& memory) {
  std::vector<Digest> listed;
  for (const PackageVersion& version : inventory.versions) {
    if (const auto digest = Digest::parse(version.name)) listed.push_back(*digest);
  }
  std::ranges::sort(listed);
  std::vector<Digest> nodes;
  std::ranges::set_difference(memory.removed, listed, std::back_inserter(nodes));
  return nodes;
}

// Goes down from what stays, over what indexes list.
class Search {
 public:
  explicit Search(const ManifestGraph& graph) : graph_(graph), met_(graph.size()) {}

  // Calls `visit` with each version that we deleted and that no earlier call met.
  template <typename Visit>
  void from(Node source, const Visit& visit) {
    enter(source);
    while (!stack_.empty()) {
      const Node node = stack_.back();
      stack_.pop_back();
      if (graph_.is_removed(node)) visit(node);
      for (const Link link : graph_.below(node)) {
        if (link.kind() == Link::Kind::lists) enter(link.node());
      }
    }
  }

 private:
  void enter(Node node) {
    if (!met_[node]) stack_.push_back(node);
    met_[node] = true;
  }

  const ManifestGraph& graph_;
  std::vector<bool> met_;
  std::vector<Node> stack_;
};

// What waits for time, for people or for a limit, or is only reported, counts as kept.
bool goes_now(const Decision& decision, const Plan& plan) {
  if (decision.verdict == Verdict::keep) return false;
  return decision.course == Course::approved || (decision.course == Course::due && plan.breach == LimitBreach::none);
}

bool is_tagged(const PackageVersion& version) {
  return version.tags && !version.tags->empty();
}

}  // namespace

std::vector<MissingPart> missing_parts(const Inventory& inventory, const Plan& plan, const Memory& memory) {
  std::vector<MissingPart> missing;
  if (memory.removed.empty() || !inventory.manifests || !inventory.completeness.complete()) return missing;
  const ManifestGraph graph(inventory, memory.removed);
  const std::vector<Digest> removed = removed_nodes(inventory, memory);
  const std::size_t listed = inventory.versions.size();
  Search search(graph);
  for (const bool tagged : {true, false}) {
    for (std::size_t position = 0; position < listed; ++position) {
      const PackageVersion& version = inventory.versions[position];
      if (goes_now(plan.decisions[position], plan) || is_tagged(version) != tagged) continue;
      search.from(static_cast<Node>(position), [&](Node node) {
        missing.push_back({removed[node - listed], version.id});
      });
    }
  }
  std::ranges::sort(missing, {}, &MissingPart::digest);
  return missing;
}

}  // namespace retention
