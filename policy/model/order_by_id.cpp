#include "policy/model/order_by_id.h"

#include <algorithm>
#include <numeric>

namespace retention {

std::vector<std::size_t> positions_by_id(const std::vector<PackageVersion>& versions) {
  std::vector<std::size_t> positions(versions.size());
  std::iota(positions.rbegin(), positions.rend(), std::size_t{0});
  const auto id = [&](std::size_t position) { return versions[position].id; };
  if (!std::ranges::is_sorted(positions, {}, id)) std::ranges::sort(positions, {}, id);
  return positions;
}

}  // namespace retention
