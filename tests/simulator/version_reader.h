#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/simulator/model.h"
#include "tests/simulator/scenario_data.h"
#include "tests/simulator/yaml/node.h"

namespace retention::simulator {

// What a manifest may refer to besides its siblings in the list that is read.
struct VersionContext {
  PackageType type{PackageType::container};
  std::string unique;  // makes the contents of this package's images differ from those of others
};

struct VersionsRead {
  std::vector<VersionSeed> versions;
  std::map<std::string, std::string> blobs;  // by digest
};

// Reads a list of versions: expands `count`, makes manifests and their digests. Throws ScenarioError.
[[nodiscard]] VersionsRead read_versions(const std::vector<yaml::Node>& nodes, const VersionContext& context);

// A time or an age.
[[nodiscard]] When when_of(const yaml::Node& node);

// `text` with every "{n}" replaced.
[[nodiscard]] std::string numbered(std::string text, std::int64_t n);

}  // namespace retention::simulator
