#pragma once

#include <string>

#include "tests/simulator/switches.h"
#include "tests/simulator/yaml/node.h"

namespace retention::simulator {

// Changes the switches that a map names. Throws ScenarioError.
void read_switches(const yaml::Node& node, Switches& switches);

// All switches as a JSON object, in the words read_switches() reads.
[[nodiscard]] std::string switches_json(const Switches& switches);

}  // namespace retention::simulator
