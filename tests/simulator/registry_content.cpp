#include "tests/simulator/registry_content.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/simulator/access.h"
#include "tests/simulator/digest.h"

namespace retention::simulator {
namespace {

using Json = nlohmann::ordered_json;
using http::same_ignoring_case;

bool is_index(const Manifest& manifest) {
  return manifest.media_type.find("index") != std::string::npos ||
         manifest.media_type.find("list") != std::string::npos;
}

bool accepts(const http::Headers& headers, const std::string& media_type) {
  for (const auto& [name, value] : headers.fields()) {
    if (!same_ignoring_case(name, "Accept")) continue;
    for (std::string type : split(value, ',')) {
      type = type.substr(0, type.find(';'));
      const std::size_t begin = type.find_first_not_of(' ');
      if (begin == std::string::npos) continue;
      type = type.substr(begin, type.find_last_not_of(' ') - begin + 1);
      if (type == media_type || type == "*/*") return true;
    }
  }
  return false;
}

const Version* find_version(const Package& package, const std::string& reference) {
  for (const auto& [id, version] : package.versions) {
    if (version.deleted || !version.manifest) continue;
    const bool tagged = std::find(version.tags.begin(), version.tags.end(), reference) != version.tags.end();
    if (tagged || version.name == reference) return &version;
  }
  return nullptr;
}

http::Reply manifest_reply(const Call& call, Package& package) {
  const Version* found = find_version(package, call.route.reference);
  if (found == nullptr) return registry_error(404, "MANIFEST_UNKNOWN", "manifest unknown");
  const Manifest& manifest = *found->manifest;
  if (!accepts(call.request.headers, manifest.media_type)) {
    return registry_error(404, "MANIFEST_UNKNOWN",
                          is_index(manifest) ? "OCI index found, but Accept header does not support OCI indexes"
                                             : "OCI manifest found, but Accept header does not support OCI manifests");
  }
  if (call.request.method == "GET") ++package.versions.at(found->id).downloads;
  http::Reply reply;
  reply.headers.add("Content-Type", manifest.media_type);
  reply.headers.add("Docker-Content-Digest", found->name);
  reply.headers.add("ETag", "\"" + found->name + "\"");
  reply.body = manifest.content;
  if (call.switches.manifest_digests == Digests::mismatched) reply.body += " ";
  return reply;
}

http::Reply blob_reply(const Call& call, const Package& package) {
  const auto blob = package.blobs.find(call.route.reference);
  if (blob == package.blobs.end()) return registry_error(404, "BLOB_UNKNOWN", "blob unknown to registry");
  http::Reply reply;
  reply.headers.add("Content-Type", "application/octet-stream");
  reply.headers.add("Docker-Content-Digest", blob->first);
  reply.body = blob->second;
  return reply;
}

http::Reply tags_reply(const Call& call, const Package& package) {
  Json tags = Json::array();
  for (const auto& [id, version] : package.versions) {
    if (version.deleted) continue;
    for (const std::string& tag : version.tags) tags.push_back(tag);
  }
  return json_reply(200, Json{{"name", call.route.name}, {"tags", tags}}.dump());
}

http::Reply referrers_reply(const Call& call) {
  if (call.switches.referrers_status != 303) return registry_error(404, "NOT_FOUND", "404 page not found");
  http::Reply reply = empty_reply(303);
  reply.headers.add("Location", "https://github.com/" + call.route.name);
  return reply;
}

}  // namespace

http::Reply registry_error(int status, std::string_view code, std::string_view message) {
  return json_reply(status, Json{{"errors", Json::array({Json{{"code", code}, {"message", message}}})}}.dump());
}

const Package* registry_package(const World& world, std::string_view repository) {
  const std::size_t slash = repository.find('/');
  const Owner* owner = world.owner(repository.substr(0, slash));
  if (slash == std::string_view::npos || owner == nullptr) return nullptr;
  for (const auto& [id, package] : world.packages()) {
    if (package.owner == owner->id && package.type == PackageType::container && !package.deleted &&
        same_ignoring_case(package.name, repository.substr(slash + 1))) {
      return &package;
    }
  }
  return nullptr;
}

http::Reply registry_content(const Call& call) {
  if (call.route.operation == Operation::registry_base) return json_reply(200, "{}");
  if (call.request.method != "GET" && call.request.method != "HEAD") {
    return registry_error(405, "UNSUPPORTED", "The operation is unsupported.");
  }
  const bool upper =
      std::any_of(call.route.name.begin(), call.route.name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (upper) return registry_error(400, "NAME_INVALID", "invalid repository name: it must be lower case");
  const Package* found = registry_package(call.world, call.route.name);
  if (found == nullptr) return registry_error(404, "NAME_UNKNOWN", "repository name not known to registry");
  if (!can_read(call, *call.world.owner(found->owner), *found)) {
    return registry_error(403, "DENIED", "requested access to the resource is denied");
  }
  Package& package = *call.world.mutable_package(found->id);
  if (call.route.operation == Operation::registry_manifest) return manifest_reply(call, package);
  if (call.route.operation == Operation::registry_blob) return blob_reply(call, package);
  if (call.route.operation == Operation::registry_tags) return tags_reply(call, package);
  return referrers_reply(call);
}

}  // namespace retention::simulator
