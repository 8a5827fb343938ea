#pragma once

#include <cstddef>
#include <vector>

#include "policy/model/package.h"

namespace retention {

// The positions of versions in ascending order of their ids. Takes linear time if the versions come newest first.
[[nodiscard]] std::vector<std::size_t> positions_by_id(const std::vector<PackageVersion>& versions);

}  // namespace retention
