#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/base/digest.h"

namespace retention::registry {

// The fields of a manifest that are used, as they stand in its JSON. Absent and null are the same.
struct ManifestFields {
  bool version_2{false};         // schemaVersion is 2
  bool has_manifests{false};     // it lists manifests, perhaps none
  bool has_layers{false};        // it has layers or a configuration
  std::string media_type;        // empty if absent
  std::string artifact_type;     // likewise
  std::string config_type;       // the media type of the configuration
  std::vector<Digest> children;  // what may be manifests, in the order of the list, repeated as there
  std::optional<Digest> subject;
};

}  // namespace retention::registry
