#pragma once

#include <optional>
#include <vector>

#include "policy/container/graph.h"
#include "policy/container/version_kind.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"

namespace retention {

// What the manifests of a container package tell of its versions.
struct Family {
  ManifestGraph graph;
  std::vector<VersionKind> kinds;  // by position of the inventory
};

// By the first that fits: an attachment, a child, an image. What is untagged and whose manifest is not known is at best
// a child, and unclear otherwise; it is kept anyway.
[[nodiscard]] std::vector<VersionKind> kinds_of(const Inventory& inventory, const ManifestGraph& graph);

// Nothing for packages that have no manifests or whose registry was not asked.
[[nodiscard]] std::optional<Family> family_of(const Inventory& inventory, const Memory& memory);

}  // namespace retention
