#pragma once

#include <cstddef>

#include "policy/model/package.h"
#include "policy/rule_set.h"

// Container packages with their manifests, made by arithmetic, the same on every machine.
namespace retention::bench {

// The few rules of graph.yaml.
[[nodiscard]] RuleSet graph_rules();

// Of five versions each, one is a tagged index that lists two platforms and an attestation, and one its signature.
[[nodiscard]] Inventory family_of(std::size_t versions);

// The oldest version is a tagged index that lists all others.
[[nodiscard]] Inventory wide_family_of(std::size_t versions);

// The oldest version is a tagged index, and each index lists but the next one.
[[nodiscard]] Inventory deep_family_of(std::size_t versions);

}  // namespace retention::bench
