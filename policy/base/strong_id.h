#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace retention {

// A number that cannot be mistaken for a number of another kind. GitHub's ids exceed 32 bits.
template <typename Tag>
struct StrongId {
  std::int64_t value{};

  friend constexpr auto operator<=>(StrongId, StrongId) = default;
};

// Ids that GitHub gives.
using OwnerId = StrongId<struct OwnerIdTag>;
using PackageId = StrongId<struct PackageIdTag>;
using VersionId = StrongId<struct VersionIdTag>;

// Ids that the ledger gives.
using RunId = StrongId<struct RunIdTag>;
using PlanId = StrongId<struct PlanIdTag>;
using DeletionId = StrongId<struct DeletionIdTag>;

}  // namespace retention

template <typename Tag>
struct std::hash<retention::StrongId<Tag>> {
  std::size_t operator()(retention::StrongId<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
