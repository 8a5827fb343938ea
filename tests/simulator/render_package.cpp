#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "tests/simulator/login.h"
#include "tests/simulator/render.h"

namespace retention::simulator {
namespace {

constexpr const char* kSite = "https://github.com/";

// The members of a repository that are its own address and something behind it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 37> kRepositoryUrls{{
    {"archive_url", "/{archive_format}{/ref}"},
    {"assignees_url", "/assignees{/user}"},
    {"blobs_url", "/git/blobs{/sha}"},
    {"branches_url", "/branches{/branch}"},
    {"collaborators_url", "/collaborators{/collaborator}"},
    {"comments_url", "/comments{/number}"},
    {"commits_url", "/commits{/sha}"},
    {"compare_url", "/compare/{base}...{head}"},
    {"contents_url", "/contents/{+path}"},
    {"contributors_url", "/contributors"},
    {"deployments_url", "/deployments"},
    {"downloads_url", "/downloads"},
    {"events_url", "/events"},
    {"forks_url", "/forks"},
    {"git_commits_url", "/git/commits{/sha}"},
    {"git_refs_url", "/git/refs{/sha}"},
    {"git_tags_url", "/git/tags{/sha}"},
    {"hooks_url", "/hooks"},
    {"issue_comment_url", "/issues/comments{/number}"},
    {"issue_events_url", "/issues/events{/number}"},
    {"issues_url", "/issues{/number}"},
    {"keys_url", "/keys{/key_id}"},
    {"labels_url", "/labels{/name}"},
    {"languages_url", "/languages"},
    {"merges_url", "/merges"},
    {"milestones_url", "/milestones{/number}"},
    {"notifications_url", "/notifications{?since,all,participating}"},
    {"pulls_url", "/pulls{/number}"},
    {"releases_url", "/releases{/id}"},
    {"stargazers_url", "/stargazers"},
    {"statuses_url", "/statuses/{sha}"},
    {"subscribers_url", "/subscribers"},
    {"subscription_url", "/subscription"},
    {"tags_url", "/tags"},
    {"teams_url", "/teams"},
    {"trees_url", "/git/trees{/sha}"},
    {"url", ""},
}};

Json repository_json(const Call& call, const Owner& owner, const Package& package) {
  const std::size_t slash = package.repository.find('/');
  const std::string name = slash == std::string::npos ? package.repository : package.repository.substr(slash + 1);
  const std::string login = slash == std::string::npos ? owner.login : package.repository.substr(0, slash);
  const Owner* holder = call.world.owner(std::string_view(login));
  const std::string url = call.base + "/repos/" + login + "/" + name;
  Json json{{"id", package.id + 200'000'000},
            {"node_id", "R_" + std::to_string(package.id)},
            {"name", name},
            {"full_name", login + "/" + name},
            {"private", package.visibility != Visibility::public_access},
            {"owner", owner_json(call, holder != nullptr ? *holder : owner)},
            {"html_url", kSite + login + "/" + name},
            {"description", nullptr},
            {"fork", false}};
  for (const auto& [member, rest] : kRepositoryUrls) json[std::string(member)] = url + std::string(rest);
  if (api_version(call.request) == kOldestApiVersion) json["has_downloads"] = true;
  return json;
}

// "/orgs/acme/packages/container/web", the address of a package whatever form it was asked by.
std::string package_path(const Owner& owner, const Package& package) {
  return (owner.kind == OwnerKind::organization ? "/orgs/" : "/users/") + owner.login + "/packages/" +
         std::string(text_of(package.type)) + "/" + percent_encoded(package.name);
}

Json metadata_json(const Call& call, const Package& package, const Version& version) {
  Json json{{"package_type", text_of(package.type)}};
  if (call.switches.metadata == Metadata::without_tags) return json;
  if (package.type == PackageType::container) json["container"] = {{"tags", version.tags}};
  if (package.type == PackageType::docker) json["docker"] = {{call.switches.docker_tags_key, version.tags}};
  return json;
}

}  // namespace

Json package_json(const Call& call, const Owner& owner, const Package& package) {
  const std::string path = package_path(owner, package);
  Json json{{"id", package.id},
            {"name", package.name},
            {"package_type", text_of(package.type)},
            {"owner", owner_json(call, owner)},
            {"version_count", active_count(package)},
            {"visibility", text_of(package.visibility)},
            {"url", call.base + path},
            {"created_at", format_time(package.created)},
            {"updated_at", format_time(package.updated)}};
  if (!package.repository.empty()) json["repository"] = repository_json(call, owner, package);
  json["html_url"] = kSite + (owner.kind == OwnerKind::organization ? "orgs/" + owner.login : "users/" + owner.login) +
                     "/packages/" + std::string(text_of(package.type)) + "/package/" + percent_encoded(package.name);
  return json;
}

Json version_json(const Call& call, const Owner& owner, const Package& package, const Version& version) {
  const std::string path = package_path(owner, package);
  const std::string page = std::string(kSite) + (owner.kind == OwnerKind::organization ? "orgs/" : "users/") +
                           owner.login + "/packages/" + std::string(text_of(package.type)) + "/";
  Json json{{"id", version.id},
            {"name", version.name},
            {"url", call.base + path + "/versions/" + std::to_string(version.id)},
            {"package_html_url", page + "package/" + percent_encoded(package.name)}};
  if (!version.license.empty()) json["license"] = version.license;
  json["created_at"] = format_time(version.created);
  json["updated_at"] = format_time(version.updated);
  if (version.deleted) json["deleted_at"] = format_time(*version.deleted);
  if (!version.description.empty()) json["description"] = version.description;
  json["html_url"] = page + percent_encoded(package.name) + "/" + std::to_string(version.id);
  if (call.switches.metadata != Metadata::absent) json["metadata"] = metadata_json(call, package, version);
  return json;
}

Json rate_limit_json(const Call& call, const Limits::Budget& budget) {
  const auto resource = [&](int limit, int used) {
    return Json{{"limit", limit},
                {"used", used},
                {"remaining", limit > used ? limit - used : 0},
                {"reset", epoch_seconds(budget.reset)}};
  };
  const Json core = resource(budget.limit, budget.used);
  Json json{{"resources", {{"core", core}, {"search", resource(30, 0)}, {"graphql", resource(5000, 0)}}}};
  if (api_version(call.request) == kOldestApiVersion) json["rate"] = core;
  return json;
}

}  // namespace retention::simulator
