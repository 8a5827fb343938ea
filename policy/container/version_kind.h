#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "policy/base/digest.h"
#include "policy/model/package.h"

namespace retention {

// What a version is to the rules.
enum class VersionKind : std::uint8_t {
  image,       // rules decide on it: a tagged image, anything of type docker, a version of a language package
  child,       // an untagged manifest that an index of its package lists, or listed before we deleted it
  attachment,  // a signature and the like: it has a subject that it goes with
  unclear      // in a container package, it may be a part of an image, since its tags or its manifest are not known
};

// As far as tags tell, without any manifest: an image or unclear.
[[nodiscard]] VersionKind kind_of(PackageType type, const PackageVersion& version);

// Whether a tag names an attachment by its subject's digest: "sha256-<64 hex>", alone (OCI distribution specification,
// referrers tag schema) or with ".sig", ".att" or ".sbom" (cosign).
[[nodiscard]] bool is_attachment_tag(std::string_view tag);

// What an attachment of a container package is attached to, each digest once: what its tags name, if all of them name
// attachments, and the subject of its manifest (null: it has none, or is not known). Empty for what is no attachment.
[[nodiscard]] std::vector<Digest> subjects_of(const PackageVersion& version, const Digest* subject);

}  // namespace retention
