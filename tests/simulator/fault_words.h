#pragma once

#include <string>
#include <string_view>

#include "tests/simulator/fault.h"
#include "tests/simulator/yaml/node.h"

namespace retention::simulator {

// Reads one fault of a scenario. Throws ScenarioError.
[[nodiscard]] Fault read_fault(const yaml::Node& node);

[[nodiscard]] std::string_view text_of(FaultKind kind);

}  // namespace retention::simulator
