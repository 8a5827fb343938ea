#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/base/digest.h"

namespace retention::registry::test {

inline const std::string kOciIndex = "application/vnd.oci.image.index.v1+json";
inline const std::string kOciImage = "application/vnd.oci.image.manifest.v1+json";
inline const std::string kDockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
inline const std::string kDockerImage = "application/vnd.docker.distribution.manifest.v2+json";

// A digest for each number.
inline Digest digest(int number) {
  return sha256(std::to_string(number));
}

inline std::string descriptor(std::string_view type, const Digest& digest) {
  return R"({"mediaType":")" + std::string(type) + R"(","digest":")" + digest.to_string() + R"(","size":7})";
}

// `more` is written as it is behind the other members, with a comma before it.
inline std::string image(std::string_view more = "", std::string_view type = kOciImage) {
  return R"({"schemaVersion":2,"mediaType":")" + std::string(type) + R"(","config":)" +
         descriptor("application/vnd.oci.image.config.v1+json", digest(-1)) + R"(,"layers":[)" +
         descriptor("application/vnd.oci.image.layer.v1.tar+gzip", digest(-2)) + "]" + std::string(more) + "}";
}

// Of entries as they stand.
inline std::string index(const std::vector<std::string>& entries, std::string_view more = "",
                         std::string_view type = kOciIndex) {
  std::string list;
  for (const std::string& entry : entries) list += (list.empty() ? "" : ",") + entry;
  return R"({"schemaVersion":2,"mediaType":")" + std::string(type) + R"(","manifests":[)" + list + "]" +
         std::string(more) + "}";
}

}  // namespace retention::registry::test
