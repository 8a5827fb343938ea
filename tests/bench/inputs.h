#pragma once

#include <cstddef>
#include <string>

#include "policy/model/facts.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"

// What the benchmarks work on: made by arithmetic, the same on every machine.
namespace retention::bench {

// 2026-03-02T02:30:00Z, the time of all benchmarks.
inline constexpr SysTime kNow{std::chrono::seconds{1772418600}};

// The twenty rules of container.yaml or npm.yaml.
[[nodiscard]] RuleSet rules_of(PackageType type);

// What the file says that container.yaml names: 200 images and a pattern.
[[nodiscard]] Facts facts();

// A package of which most versions were built by continuous integration in three years, the newest first: container
// versions with 1.3 tags on average, npm versions of which a sixth are releases.
[[nodiscard]] Inventory inventory_of(PackageType type, std::size_t versions);

// A configuration with 200 rules in twenty policies, and 100 tests of them.
[[nodiscard]] std::string large_configuration();

}  // namespace retention::bench
