#pragma once

#include <string>

#include "policy/model/package.h"
#include "store/records.h"

namespace retention::engine {

// The tags that a version had when it was deleted and that did not come back with it, and those that it has beyond
// them, for people; empty if they are the same. GitHub does not promise that tags come back, so they are compared.
[[nodiscard]] std::string tag_difference(const store::DeletionWork& work, const PackageVersion& active);

// How a person finds a version that a run moved: OWNER/TYPE/NAME@ID.
[[nodiscard]] std::string place_of(const Package& package, VersionId version);
[[nodiscard]] std::string place_of(const store::DeletionWork& work);

}  // namespace retention::engine
