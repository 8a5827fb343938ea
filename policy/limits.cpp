#include "policy/limits.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace retention {
namespace {

constexpr std::int64_t kAlwaysWithinPercent = 10;

// Of fewer images, many may well be of one push.
constexpr std::size_t kFewestImages = 20;

// `percent` of `whole`, rounded up, for values that are not negative; without overflow.
std::int64_t share_of(std::int64_t whole, std::int64_t percent) {
  return whole / 100 * percent + (whole % 100 * percent + 99) / 100;
}

}  // namespace

LimitBreach breach_of(const Limits& limits, const Due& due, std::int64_t population) {
  if (limits.versions && due.versions > *limits.versions) return LimitBreach::versions;
  const bool over_share =
      limits.percent && due.images > kAlwaysWithinPercent && due.images > share_of(population, *limits.percent);
  return over_share ? LimitBreach::percent : LimitBreach::none;
}

bool created_alike(const Inventory& inventory, std::span<const VersionKind> kinds) {
  std::size_t images = 0;
  std::vector<SysTime> times;
  for (std::size_t position = 0; position < inventory.versions.size(); ++position) {
    const PackageVersion& version = inventory.versions[position];
    const VersionKind kind = kinds.empty() ? kind_of(inventory.package.type, version) : kinds[position];
    if (kind != VersionKind::image) continue;
    ++images;
    if (version.created_at) times.push_back(*version.created_at);
  }
  if (images < kFewestImages || times.empty()) return false;
  std::sort(times.begin(), times.end());
  // What fills more than half of a sorted list is in its middle.
  const auto same = std::equal_range(times.begin(), times.end(), times[times.size() / 2]);
  return static_cast<std::size_t>(same.second - same.first) * 2 > times.size();
}

bool breaches_cycle(std::optional<std::int64_t> limit, std::int64_t due) {
  return limit && due > *limit;
}

}  // namespace retention
