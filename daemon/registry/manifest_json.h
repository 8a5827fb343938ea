#pragma once

#include <string_view>

#include "daemon/registry/manifest_fields.h"
#include "policy/base/error.h"

namespace retention::registry {

// Reads the fields out of the JSON as it passes, so that a hostile text takes no more memory than it has bytes.
// ErrorCode::bad_reply for what is no JSON object, for a field of a wrong kind or there twice, and over the bounds of
// wire.h.
[[nodiscard]] Result<ManifestFields> read_fields(std::string_view body);

}  // namespace retention::registry
