#include "policy/container/classes.h"

#include <algorithm>
#include <utility>

namespace retention {
namespace {

bool is_listed_by_an_index(const ManifestGraph& graph, Node node) {
  const auto above = graph.above(node);
  return std::any_of(above.begin(), above.end(), [](Link link) { return link.kind() == Link::Kind::lists; });
}

VersionKind kind_at(const Inventory& inventory, const ManifestGraph& graph, Node node) {
  const PackageVersion& version = inventory.versions[node];
  if (kind_of(PackageType::container, version) == VersionKind::image) return VersionKind::image;
  if (!version.tags) return VersionKind::unclear;
  if (!version.tags->empty()) return VersionKind::attachment;
  if (graph.has_subject(node)) return VersionKind::attachment;
  if (is_listed_by_an_index(graph, node)) return VersionKind::child;
  return graph.parts(node) == Parts::unknown ? VersionKind::unclear : VersionKind::image;
}

}  // namespace

std::vector<VersionKind> kinds_of(const Inventory& inventory, const ManifestGraph& graph) {
  std::vector<VersionKind> kinds;
  kinds.reserve(inventory.versions.size());
  for (std::size_t node = 0; node < inventory.versions.size(); ++node) {
    kinds.push_back(kind_at(inventory, graph, static_cast<Node>(node)));
  }
  return kinds;
}

std::optional<Family> family_of(const Inventory& inventory, const Memory& memory) {
  if (inventory.package.type != PackageType::container || !inventory.manifests) return std::nullopt;
  ManifestGraph graph(inventory, memory.removed);
  std::vector<VersionKind> kinds = kinds_of(inventory, graph);
  return Family{std::move(graph), std::move(kinds)};
}

}  // namespace retention
