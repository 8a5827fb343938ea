#include "policy/rules/members.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "policy/container/version_kind.h"
#include "policy/rules/grouping.h"

namespace retention {
namespace {

bool is_counted(PackageType type, const PackageVersion& version, SysTime now) {
  return version.tags && version.created_at && *version.created_at <= now &&
         kind_of(type, version) == VersionKind::image;
}

}  // namespace

std::optional<VersionKey> version_key_of(PackageType type, const PackageVersion& version) {
  if (!has_tags(type)) return parse_version(type, version.name);
  std::optional<VersionKey> highest;
  if (!version.tags) return highest;
  for (const std::string& tag : *version.tags) {
    const auto key = parse_version(type, tag);
    if (key && (!highest || compare(*highest, *key) < 0)) highest = key;
  }
  return highest;
}

Members members_of(const BoundRule& rule, const Binding& binding, std::span<const std::uint32_t> newest_first) {
  const Inventory& inventory = binding.inventory;
  const bool by_version = rule.rule().measure->order == Order::version;
  Grouping grouping(rule, binding);
  Members members;
  for (const std::uint32_t position : newest_first) {
    const PackageVersion& version = inventory.versions[position];
    if (!is_counted(inventory.package.type, version, binding.now)) continue;
    if (rule.match(position).match != Match::yes) continue;
    const auto key = by_version ? version_key_of(inventory.package.type, version) : std::nullopt;
    if (by_version && !key) {
      members.unordered.push_back(position);
      continue;
    }
    const Tagging tagging = version.tags->empty() ? Tagging::untagged : Tagging::tagged;
    for (const std::uint32_t group : grouping.groups_of(position, key)) {
      members.list.push_back({position, group, tagging});
      if (key) members.keys.push_back(*key);
    }
  }
  members.groups = grouping.count();
  return members;
}

std::vector<std::uint32_t> order_of(const Members& members) {
  std::vector<std::uint32_t> order(members.list.size());
  std::iota(order.begin(), order.end(), 0U);
  if (members.keys.empty()) return order;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return compare(members.keys[a], members.keys[b]) > 0; });
  return order;
}

}  // namespace retention
