#include <nlohmann/json.hpp>

#include "tests/simulator/render.h"
#include "tests/simulator/webhook.h"

namespace retention::simulator {
namespace {

std::string upper(std::string_view text) {
  std::string shouted(text);
  for (char& c : shouted) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return shouted;
}

Json hook_version_json(const Call& call, const Owner& owner, const Package& package, const Version& version) {
  Json json{{"id", version.id},
            {"version", version.name},
            {"name", version.name},
            {"summary", ""},
            {"description", version.description},
            {"html_url", version_json(call, owner, package, version).at("html_url")},
            {"package_url", ""},
            {"installation_command", ""},
            {"created_at", format_time(version.created)},
            {"updated_at", format_time(version.updated)},
            {"metadata", Json::array()},
            {"package_files", Json::array()}};
  if (package.type == PackageType::container) {
    const std::string tag = version.tags.empty() ? "" : version.tags.back();
    json["container_metadata"] = {{"tag", {{"name", tag}, {"digest", version.name}}}};
  }
  return json;
}

}  // namespace

Json registry_package_json(const Call& call, HookAction action, const Owner& owner, const Package& package,
                           const Version& version) {
  // GitHub shouts the type here, and only here.
  const std::string type = upper(text_of(package.type));
  const Json what{{"id", package.id},
                  {"name", package.name},
                  {"namespace", owner.login},
                  {"description", ""},
                  {"ecosystem", type},
                  {"package_type", type},
                  {"html_url", package_json(call, owner, package).at("html_url")},
                  {"created_at", format_time(package.created)},
                  {"updated_at", format_time(package.updated)},
                  {"owner", owner_json(call, owner)},
                  {"package_version", hook_version_json(call, owner, package, version)},
                  {"registry", Json::object()}};
  return {{"action", action == HookAction::published ? "published" : "updated"},
          {"registry_package", what},
          {"sender", owner_json(call, owner)}};
}

}  // namespace retention::simulator
