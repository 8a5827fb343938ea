#pragma once

#include <string>
#include <vector>

#include "policy/model/package.h"

namespace retention::reference {

// Whether versions of the type carry tags, that is: are images.
[[nodiscard]] bool carries_tags(PackageType type);

// Whether a version may be part of an image: in a container package, what has no tags, tags that are not known, or only
// tags that read `sha256-<64 hex>`, with `.sig`, `.att` or `.sbom` behind or without.
[[nodiscard]] bool may_be_part(PackageType type, const PackageVersion& version);

// The texts that patterns and ranges are about: the tags, if they are known, or the name of a language package.
[[nodiscard]] std::vector<std::string> texts_of(PackageType type, const PackageVersion& version);

// Whether the tags that should be there are not known.
[[nodiscard]] bool lacks_tags(PackageType type, const PackageVersion& version);

// The total order: created descending, then id descending. Both created times must be known.
[[nodiscard]] bool is_newer(const PackageVersion& a, const PackageVersion& b);

}  // namespace retention::reference
