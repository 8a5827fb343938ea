#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "policy/ordering/version_key.h"
#include "policy/rules/binding.h"
#include "policy/rules/bound_rule.h"

namespace retention {

enum class Tagging : std::uint8_t { untagged, tagged };

// A version in one group of a measure. A version in several groups is a member of each.
struct Member {
  std::uint32_t position{0};  // in the inventory
  std::uint32_t group{0};
  Tagging tagging{Tagging::untagged};
};

// What the measure of a rule counts: the versions that the rule's conditions match, whatever other rules say of them.
// Children and attachments are left out. Versions of unclear kind, with missing tags or created times, created after
// `now`, and those of which the rule cannot tell are not counted.
struct Members {
  std::vector<Member> list;              // newest first
  std::vector<VersionKey> keys;          // beside list, if the rule orders by version; else empty
  std::vector<std::uint32_t> unordered;  // positions of what the rule would order by version but cannot
  std::vector<std::uint32_t> uncounted;  // positions of what the rule matches, or may match, but does not count
  std::uint32_t groups{0};               // groups are numbered from 0
};

// `newest_first` holds all positions of the inventory in that order.
[[nodiscard]] Members members_of(const BoundRule& rule, const Binding& binding,
                                 std::span<const std::uint32_t> newest_first);

// Indexes of the members in the order of the measure, the first to be kept first.
[[nodiscard]] std::vector<std::uint32_t> order_of(const Members& members);

// What a version is ordered by: its name, or the highest of the tags that are full versions. Nothing if there is none.
[[nodiscard]] std::optional<VersionKey> version_key_of(PackageType type, const PackageVersion& version);

}  // namespace retention
