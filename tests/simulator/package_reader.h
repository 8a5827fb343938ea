#pragma once

#include <vector>

#include "tests/simulator/scenario_data.h"
#include "tests/simulator/version_reader.h"
#include "tests/simulator/yaml/node.h"

namespace retention::simulator {

// Reads one entry of `packages`, which `count` may make into several. Throws ScenarioError.
[[nodiscard]] std::vector<PackageSeed> read_package(const yaml::Node& node);

}  // namespace retention::simulator
