#pragma once

#include "tests/simulator/time.h"

namespace retention::simulator {

// The machine's wall clock. Used by the program; a test that cares about time gives the simulator a clock.
[[nodiscard]] Time machine_time();

// A clock that never steps, for measuring how far apart requests arrived.
[[nodiscard]] Duration machine_uptime();

}  // namespace retention::simulator
