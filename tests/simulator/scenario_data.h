#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/simulator/clock.h"
#include "tests/simulator/fault.h"
#include "tests/simulator/model.h"
#include "tests/simulator/switches.h"

namespace retention::simulator {

// A moment as a scenario writes it: a time, or an age before the simulator's first instant.
struct When {
  std::optional<Time> at;
  Duration age{0};

  [[nodiscard]] Time resolve(Time now) const { return at ? *at : now - age; }
};

// A version but for its times.
struct VersionSeed {
  Version version;
  When created;
  std::optional<When> updated;  // as created
  std::optional<When> deleted;
};

struct PackageSeed {
  std::string owner;
  Package package;
  std::optional<When> created;  // as the oldest version
  std::optional<When> deleted;  // with all its versions
  std::vector<VersionSeed> versions;
};

struct ScenarioData {
  ClockSpec clock;
  std::vector<Owner> owners;
  std::vector<Token> tokens;
  std::vector<PackageSeed> packages;
  std::vector<Fault> faults;
  Switches switches;
};

[[nodiscard]] Version grown(const VersionSeed& seed, Time now);

}  // namespace retention::simulator
