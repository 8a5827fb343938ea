#pragma once

#include <cstdint>
#include <string_view>

#include "policy/model/package.h"

namespace retention {

// What a version is to the rules.
enum class VersionKind : std::uint8_t {
  image,   // rules decide on it: a tagged image, anything of type docker, a version of a language package
  unclear  // in a container package, it may be a part of an image: untagged, only attachment tags, or tags unknown
};

[[nodiscard]] VersionKind kind_of(PackageType type, const PackageVersion& version);

// Whether a tag names an attachment by its subject's digest: "sha256-<64 hex>", alone (OCI distribution specification,
// referrers tag schema) or with ".sig", ".att" or ".sbom" (cosign).
[[nodiscard]] bool is_attachment_tag(std::string_view tag);

}  // namespace retention
