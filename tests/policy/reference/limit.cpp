#include "tests/policy/reference/limit.h"

#include <algorithm>
#include <map>
#include <optional>

namespace retention::reference {
namespace {

std::optional<std::int64_t> smaller(std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

Limits smaller(const Limits& a, const Limits& b) {
  return {smaller(a.versions, b.versions), smaller(a.percent, b.percent), {}};
}

LimitBreach breach(const Limits& limits, std::int64_t due, std::int64_t due_images, std::int64_t images) {
  if (limits.versions && due > *limits.versions) return LimitBreach::versions;
  if (limits.percent && due_images > 10) {
    const std::int64_t share = (images * *limits.percent + 99) / 100;
    if (due_images > share) return LimitBreach::percent;
  }
  return LimitBreach::none;
}

bool share_a_second(const std::vector<const PackageVersion*>& images) {
  std::map<SysTime, std::int64_t> counts;
  std::int64_t known = 0;
  std::int64_t most = 0;
  for (const PackageVersion* const image : images) {
    if (!image->created_at) continue;
    ++known;
    most = std::max(most, ++counts[*image->created_at]);
  }
  return images.size() >= 20 && most > known - most;
}

}  // namespace retention::reference
