#include "policy/rules/newest.h"

#include <array>

#include "policy/container/version_kind.h"

namespace retention {
namespace {

bool uses_slot(PackageType type, const PackageVersion& version, SysTime now) {
  return version.tags && version.created_at && *version.created_at <= now &&
         kind_of(type, version) == VersionKind::image;
}

// Which of the two rankings a version belongs to.
std::size_t ranking_of(const PackageVersion& version) {
  return version.tags->empty() ? 0 : 1;
}

}  // namespace

std::vector<Slot> rank_newest(const BoundRule& rule, const Inventory& inventory,
                              std::span<const std::size_t> newest_first, SysTime now) {
  std::vector<Slot> slots(inventory.versions.size());
  std::array<std::int64_t, 2> counts{};
  for (const std::size_t position : newest_first) {
    const PackageVersion& version = inventory.versions[position];
    const bool ranked = uses_slot(inventory.package.type, version, now) && rule.match(version).match == Match::yes;
    if (ranked) slots[position].rank = ++counts.at(ranking_of(version));
  }
  for (const std::size_t position : newest_first) {
    Slot& slot = slots[position];
    if (slot.rank > 0) slot.of = counts.at(ranking_of(inventory.versions[position]));
  }
  return slots;
}

}  // namespace retention
