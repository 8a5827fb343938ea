#include "policy/rules/members.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "policy/rules/grouping.h"
#include "policy/rules/subject.h"

namespace retention {
namespace {

bool is_counted(const Binding& binding, const Subject& subject) {
  const PackageVersion& version = subject.version;
  return version.tags && version.created_at && *version.created_at <= binding.now &&
         kind_at(binding, subject.position) == VersionKind::image;
}

// Positions of what a rule matches or may match, the newest first.
struct Matched {
  std::vector<std::uint32_t> counted;
  std::vector<std::uint32_t> uncounted;
};

Matched matched_by(const BoundRule& rule, const Binding& binding, std::span<const std::uint32_t> newest_first) {
  Matched matched;
  for (const std::uint32_t position : newest_first) {
    if (!rule.decides_on(kind_at(binding, position))) continue;
    const Subject subject(binding, position);
    const Match match = rule.match(subject).match;
    if (match == Match::no) continue;
    const bool counts = match == Match::yes && is_counted(binding, subject);
    (counts ? matched.counted : matched.uncounted).push_back(position);
  }
  return matched;
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
  auto [counted, uncounted] = matched_by(rule, binding, newest_first);
  Members members;
  members.uncounted = std::move(uncounted);
  members.list.reserve(counted.size());
  if (by_version) members.keys.reserve(counted.size());
  Grouping grouping(rule, binding);
  for (const std::uint32_t position : counted) {
    const PackageVersion& version = inventory.versions[position];
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
