#pragma once

#include <vector>

#include "policy/base/digest.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"

namespace retention {

// A version that we deleted and that an index lists which stays.
struct MissingPart {
  Digest digest;
  VersionId needed_by;  // lists it, at whatever depth; of several a tagged one, and then the newest

  friend bool operator==(const MissingPart&, const MissingPart&) = default;
};

// What the versions that a plan keeps list and is not there since we deleted it: over what is listed, and over what we
// deleted too. What is attached to them they do without. Ascending by digest. Nothing for an inventory that is not
// complete or has no manifests, in which a part may only seem to be missing. Takes linear time, whatever circles there
// are.
[[nodiscard]] std::vector<MissingPart> missing_parts(const Inventory& inventory, const Plan& plan,
                                                     const Memory& memory);

}  // namespace retention
