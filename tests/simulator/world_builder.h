#pragma once

#include "tests/simulator/scenario_data.h"
#include "tests/simulator/world.h"

namespace retention::simulator {

// The world a scenario describes, its ages counted back from `now`. Throws ScenarioError when two versions or packages
// share an id.
[[nodiscard]] World build_world(const ScenarioData& data, Time now);

}  // namespace retention::simulator
