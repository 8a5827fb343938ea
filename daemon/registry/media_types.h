#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "policy/base/enum_table.h"
#include "policy/model/manifest.h"

namespace retention::registry {

struct MediaType {
  std::string_view name;
  ManifestKind kind;
};

// The manifests that are understood. Source: OCI image specification 1.1; Docker image manifest version 2, schema 2.
inline constexpr std::array<MediaType, 4> kManifestTypes{
    {{"application/vnd.oci.image.index.v1+json", ManifestKind::index},
     {"application/vnd.oci.image.manifest.v1+json", ManifestKind::image},
     {"application/vnd.docker.distribution.manifest.list.v2+json", ManifestKind::index},
     {"application/vnd.docker.distribution.manifest.v2+json", ManifestKind::image}}};

// The media types of the configurations that ordinary images have; they tell of no other artifact.
inline constexpr std::array<std::string_view, 2> kImageConfigs{"application/vnd.oci.image.config.v1+json",
                                                               "application/vnd.docker.container.image.v1+json"};

// Nothing for any other type. The name is in lower case.
[[nodiscard]] constexpr std::optional<ManifestKind> kind_of_type(std::string_view name) {
  for (const MediaType& type : kManifestTypes) {
    if (type.name == name) return type.kind;
  }
  return std::nullopt;
}

// Parts of the media types of what build caches list in an index beside manifests: layers and configurations, which are
// no versions of a package. Sources: OCI image specification 1.1; Docker image manifest version 2, schema 2; BuildKit.
inline constexpr std::array<std::string_view, 4> kBlobTypes{"layer", "rootfs.diff", "config", "octet-stream"};

// Whether an index that lists something of this type may list a manifest. Types that nobody knows yet are in doubt, and
// on doubt what is listed is kept. The name is in lower case.
[[nodiscard]] constexpr bool may_be_manifest(std::string_view name) {
  return name.find("manifest") != std::string_view::npos || name.find("index") != std::string_view::npos ||
         std::ranges::none_of(kBlobTypes,
                              [&](std::string_view part) { return name.find(part) != std::string_view::npos; });
}

// The Accept header that names them all. A registry calls a manifest of a type that is not accepted missing.
[[nodiscard]] inline std::string accepted_types() {
  std::string out;
  for (const MediaType& type : kManifestTypes) {
    if (!out.empty()) out += ", ";
    out += type.name;
  }
  return out;
}

}  // namespace retention::registry
