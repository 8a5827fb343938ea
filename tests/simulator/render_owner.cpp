#include <nlohmann/json.hpp>

#include "tests/simulator/digest.h"
#include "tests/simulator/render.h"

namespace retention::simulator {
namespace {

constexpr const char* kSite = "https://github.com/";

std::string type_of(const Owner& owner) {
  return owner.kind == OwnerKind::organization ? "Organization" : "User";
}

std::string node_id(const Owner& owner) {
  return base64("0" + std::to_string(type_of(owner).size()) + ":" + type_of(owner) + std::to_string(owner.id));
}

std::string avatar(const Owner& owner) {
  return "https://avatars.githubusercontent.com/u/" + std::to_string(owner.id) + "?v=4";
}

}  // namespace

Json owner_json(const Call& call, const Owner& owner) {
  const std::string url = call.base + "/users/" + owner.login;
  return {{"login", owner.login},
          {"id", owner.id},
          {"node_id", node_id(owner)},
          {"avatar_url", avatar(owner)},
          {"gravatar_id", ""},
          {"url", url},
          {"html_url", kSite + owner.login},
          {"followers_url", url + "/followers"},
          {"following_url", url + "/following{/other_user}"},
          {"gists_url", url + "/gists{/gist_id}"},
          {"starred_url", url + "/starred{/owner}{/repo}"},
          {"subscriptions_url", url + "/subscriptions"},
          {"organizations_url", url + "/orgs"},
          {"repos_url", url + "/repos"},
          {"events_url", url + "/events{/privacy}"},
          {"received_events_url", url + "/received_events"},
          {"type", type_of(owner)},
          {"user_view_type", "public"},
          {"site_admin", false}};
}

Json user_json(const Call& call, const Owner& owner) {
  Json json = owner_json(call, owner);
  for (const char* unknown : {"name", "company", "location", "email", "hireable", "bio"}) json[unknown] = nullptr;
  json["blog"] = "";
  for (const char* count : {"public_repos", "public_gists", "followers", "following"}) json[count] = 0;
  json["created_at"] = format_time(owner.created);
  json["updated_at"] = format_time(owner.created);
  return json;
}

Json organization_json(const Call& call, const Owner& owner) {
  const std::string url = call.base + "/orgs/" + owner.login;
  return {{"login", owner.login},
          {"id", owner.id},
          {"node_id", node_id(owner)},
          {"url", url},
          {"repos_url", url + "/repos"},
          {"events_url", url + "/events"},
          {"hooks_url", url + "/hooks"},
          {"issues_url", url + "/issues"},
          {"members_url", url + "/members{/member}"},
          {"public_members_url", url + "/public_members{/member}"},
          {"avatar_url", avatar(owner)},
          {"description", nullptr},
          {"has_organization_projects", true},
          {"has_repository_projects", true},
          {"public_repos", 0},
          {"public_gists", 0},
          {"followers", 0},
          {"following", 0},
          {"html_url", kSite + owner.login},
          {"created_at", format_time(owner.created)},
          {"updated_at", format_time(owner.created)},
          {"archived_at", nullptr},
          {"type", "Organization"}};
}

}  // namespace retention::simulator
