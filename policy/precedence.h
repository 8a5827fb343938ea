#pragma once

#include <vector>

#include "policy/container/graph.h"
#include "policy/model/decision.h"

namespace retention {

// What has to be gone first, among the settled decisions of a container package that may go now: for each version all
// that list it or that it is attached to. Ascending by `second`, then `first`.
[[nodiscard]] std::vector<Precedence> precedence_in(const ManifestGraph& graph, const std::vector<Decision>& decisions);

}  // namespace retention
