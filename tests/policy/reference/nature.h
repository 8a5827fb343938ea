#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/model/package.h"
#include "tests/policy/reference/case.h"

namespace retention::reference {

// Whether versions of the type carry tags, that is: are images.
[[nodiscard]] bool carries_tags(PackageType type);

// Whether a version may be part of an image: in a container package, what has no tags, tags that are not known, or only
// tags that read `sha256-<64 hex>`, with `.sig`, `.att` or `.sbom` behind or without.
[[nodiscard]] bool may_be_part(PackageType type, const PackageVersion& version);

// What a version of a case is to the rules. `unclear` is what may be part of an image, since its tags or its manifest
// are not known.
enum class Nature : std::uint8_t { image, child, attachment, unclear };
[[nodiscard]] Nature nature_of(const Case& question, const PackageVersion& version);

// Null where it is not known.
[[nodiscard]] const Manifest* manifest_of(const Case& question, const std::string& name);

// The names of what a version is attached to; none if it is no attachment.
[[nodiscard]] std::vector<std::string> subjects_of(const Case& question, const PackageVersion& version);

// The names of versions that we deleted and that are not listed again.
[[nodiscard]] std::vector<std::string> removed_from(const Case& question);

// Whether something that has this name is an index that lists the other one.
[[nodiscard]] bool lists(const Case& question, const std::string& index, const std::string& listed);

// The texts that patterns and ranges are about: the tags, if they are known, or the name of a language package.
[[nodiscard]] std::vector<std::string> texts_of(PackageType type, const PackageVersion& version);

// Whether the tags that should be there are not known.
[[nodiscard]] bool lacks_tags(PackageType type, const PackageVersion& version);

// The total order: created descending, then id descending. Both created times must be known.
[[nodiscard]] bool is_newer(const PackageVersion& a, const PackageVersion& b);

}  // namespace retention::reference
