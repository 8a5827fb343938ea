#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/simulator/model.h"

namespace retention::simulator {

// What a scenario says about one container version's manifest.
struct ManifestPlan {
  std::string unique;              // makes two otherwise equal images differ
  std::string media;               // "oci" or "docker"
  std::vector<std::string> index;  // labels or digests of the children of an index
  bool is_index{false};
  std::string platform;  // "linux/amd64", as the index names it
  std::string subject;   // label or digest
  std::string attests;   // label of the sibling a build attestation describes
  std::string artifact_type;
  std::string raw;  // the manifest as it is; nothing else counts then
};

// What an index or a subject says of another manifest.
struct Descriptor {
  std::string media_type;
  std::string digest;
  std::size_t size{};
  std::string platform;
  std::string attests;  // digest
};

struct BuiltManifest {
  Manifest manifest;
  Descriptor descriptor;
  std::map<std::string, std::string> blobs;  // by digest
};

// Writes the manifest and config of a plan whose children and subject are known already.
[[nodiscard]] BuiltManifest build_manifest(const ManifestPlan& plan, const std::vector<Descriptor>& children,
                                           const Descriptor* subject, const std::string& attests_digest);

}  // namespace retention::simulator
