#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "policy/base/digest.h"
#include "policy/model/package.h"

namespace retention::test {

// 2026-03-02T02:30:00Z, the time of all policy tests.
inline constexpr SysTime kNow{std::chrono::seconds{1772418600}};

// Builds the inventory of package `acme/TYPE/app`, complete unless told otherwise:
//   inventory(PackageType::container).version(5, days(40), {"1.0"}).version(6, days(1)).build()
class InventoryBuilder {
 public:
  explicit InventoryBuilder(PackageType type) {
    inventory_.package = {PackageId{7}, {OwnerId{42}, "acme", OwnerKind::organization, OwnerRoute::organization},
                          type,         "app",
                          "private",    "app"};
    inventory_.fetched_at = kNow;
  }

  // A version of some age; its name is a digest made from the id.
  InventoryBuilder& version(std::int64_t id, std::chrono::seconds age, std::vector<std::string> tags = {}) {
    return add({VersionId{id}, digest_name(id), kNow - age, kNow - age, std::move(tags)});
  }

  // A version of a language package.
  InventoryBuilder& named(std::int64_t id, std::chrono::seconds age, std::string name) {
    return add({VersionId{id}, std::move(name), kNow - age, kNow - age, std::vector<std::string>{}});
  }

  InventoryBuilder& add(PackageVersion version) {
    inventory_.versions.push_back(std::move(version));
    return *this;
  }

  InventoryBuilder& package_name(std::string name) {
    inventory_.package.name = std::move(name);
    return *this;
  }

  InventoryBuilder& partial(Incompleteness why) {
    inventory_.completeness = {why, "page 2 could not be read"};
    return *this;
  }

  // In the order that inventories have.
  [[nodiscard]] Inventory build() const {
    Inventory result = inventory_;
    std::sort(result.versions.begin(), result.versions.end(), newest_first);
    return result;
  }

  // "sha256:<64 hex>", another one for each id.
  static std::string digest_name(std::int64_t id) { return sha256(std::to_string(id)).to_string(); }

 private:
  Inventory inventory_;
};

inline InventoryBuilder inventory(PackageType type) {
  return InventoryBuilder(type);
}

}  // namespace retention::test
