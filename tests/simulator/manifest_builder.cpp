#include "tests/simulator/manifest_builder.h"

#include <nlohmann/json.hpp>

#include "tests/simulator/digest.h"

namespace retention::simulator {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kOciIndex = "application/vnd.oci.image.index.v1+json";
constexpr const char* kOciManifest = "application/vnd.oci.image.manifest.v1+json";
constexpr const char* kDockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
constexpr const char* kDockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

Json descriptor_json(const Descriptor& descriptor) {
  return {{"mediaType", descriptor.media_type}, {"digest", descriptor.digest}, {"size", descriptor.size}};
}

Json child_json(const Descriptor& child) {
  Json json = descriptor_json(child);
  const std::string platform = !child.attests.empty() ? "unknown/unknown" : child.platform;
  if (!platform.empty()) {
    const std::size_t slash = platform.find('/');
    const std::string rest = slash == std::string::npos ? "" : platform.substr(slash + 1);
    const std::size_t variant = rest.find('/');
    json["platform"] = {{"architecture", rest.substr(0, variant)}, {"os", platform.substr(0, slash)}};
    if (variant != std::string::npos) json["platform"]["variant"] = rest.substr(variant + 1);
  }
  if (!child.attests.empty()) {
    json["annotations"] = {{"vnd.docker.reference.digest", child.attests},
                           {"vnd.docker.reference.type", "attestation-manifest"}};
  }
  return json;
}

Json index_json(const ManifestPlan& plan, const std::vector<Descriptor>& children) {
  Json json{{"schemaVersion", 2}, {"mediaType", plan.media == "docker" ? kDockerList : kOciIndex}};
  if (!plan.artifact_type.empty()) json["artifactType"] = plan.artifact_type;
  json["manifests"] = Json::array();
  for (const Descriptor& child : children) json["manifests"].push_back(child_json(child));
  return json;
}

Json image_json(const ManifestPlan& plan, std::map<std::string, std::string>& blobs) {
  const bool docker = plan.media == "docker";
  Json json{{"schemaVersion", 2}, {"mediaType", docker ? kDockerManifest : kOciManifest}};
  if (!plan.artifact_type.empty()) json["artifactType"] = plan.artifact_type;
  const std::string config =
      Json{{"architecture", "amd64"}, {"os", "linux"}, {"config", {{"Labels", {{"simulator", plan.unique}}}}}}.dump();
  const std::string layer = "layer of " + plan.unique;
  for (const std::string& blob : {config, layer}) blobs[sha256_digest(blob)] = blob;
  json["config"] = {{"mediaType", docker ? "application/vnd.docker.container.image.v1+json"
                                         : "application/vnd.oci.image.config.v1+json"},
                    {"digest", sha256_digest(config)},
                    {"size", config.size()}};
  json["layers"] = Json::array({{{"mediaType", docker ? "application/vnd.docker.image.rootfs.diff.tar.gzip"
                                                      : "application/vnd.oci.image.layer.v1.tar+gzip"},
                                 {"digest", sha256_digest(layer)},
                                 {"size", layer.size()}}});
  return json;
}

std::string media_type_of(const std::string& raw) {
  const Json json = Json::parse(raw, nullptr, false);
  if (json.is_object() && json.contains("mediaType") && json["mediaType"].is_string()) return json["mediaType"];
  return kOciManifest;
}

}  // namespace

BuiltManifest build_manifest(const ManifestPlan& plan, const std::vector<Descriptor>& children,
                             const Descriptor* subject, const std::string& attests_digest) {
  BuiltManifest built;
  if (!plan.raw.empty()) {
    built.manifest = {media_type_of(plan.raw), plan.raw};
  } else {
    Json json = plan.is_index ? index_json(plan, children) : image_json(plan, built.blobs);
    if (subject != nullptr) json["subject"] = descriptor_json(*subject);
    if (plan.is_index) json["annotations"] = {{"simulator", plan.unique}};
    built.manifest = {json["mediaType"], json.dump(2)};
  }
  built.descriptor = {built.manifest.media_type, sha256_digest(built.manifest.content), built.manifest.content.size(),
                      plan.platform, attests_digest};
  return built;
}

}  // namespace retention::simulator
