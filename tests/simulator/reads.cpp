#include "tests/simulator/reads.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "tests/simulator/access.h"
#include "tests/simulator/login.h"
#include "tests/simulator/paging.h"
#include "tests/simulator/render.h"

namespace retention::simulator {
namespace {

constexpr std::size_t kMostPackages = 10'000;

http::Reply json_ok(const Json& json) {
  return json_reply(200, json.dump());
}

// Newest first, or an order that has nothing to do with age.
template <typename Row>
void sort_rows(std::vector<const Row*>& rows, Order order) {
  const auto mixed = [](const Row* row) { return static_cast<std::uint64_t>(row->id) * 0x9E3779B97F4A7C15ULL; };
  std::sort(rows.begin(), rows.end(), [&](const Row* a, const Row* b) {
    if (order == Order::scrambled) return mixed(a) < mixed(b);
    return std::tie(a->created, a->id) > std::tie(b->created, b->id);
  });
}

template <typename Row>
http::Reply list_reply(const Call& call, const Owner& owner, std::vector<const Row*> rows,
                       const std::function<Json(const Row&)>& render) {
  sort_rows(rows, call.switches.order);
  const Page page = page_of(call.route.query);
  Json list = Json::array();
  for (const Row* row : rows_of(rows, page, call.trouble)) list.push_back(render(*row));
  http::Reply reply = json_ok(list);
  const std::string link = link_header(call, owner, page, rows.size());
  if (!link.empty()) reply.headers.add("Link", link);
  return reply;
}

http::Reply list_packages(const Call& call, const Owner& owner) {
  const std::optional<PackageType> type = package_type(value_of(call.route.query, "package_type").value_or(""));
  if (!type) {
    return error_reply(call.switches.missing_type_status,
                       "package_type must be one of npm, maven, rubygems, docker, nuget, container.");
  }
  const std::optional<std::string> seen = value_of(call.route.query, "visibility");
  if (seen && !visibility(*seen)) return error_reply(400, "visibility must be one of public, private, internal.");
  const Page page = page_of(call.route.query);
  if (page.number > kMostPackages / page.size) {
    return error_reply(400, "The product of page and per_page must not exceed 10000.");
  }
  std::vector<const Package*> rows;
  std::set<std::int64_t> hidden;
  for (const auto& [id, package] : call.world.packages()) {
    if (package.owner != owner.id || package.type != *type || package.deleted) continue;
    if ((seen && *seen != text_of(package.visibility)) || !can_read(call, owner, package)) continue;
    if (const Owner* organization = hiding_organization(call, package)) {
      hidden.insert(organization->id);
    } else {
      rows.push_back(&package);
    }
  }
  http::Reply reply = list_reply<Package>(call, owner, std::move(rows),
                                          [&](const Package& package) { return package_json(call, owner, package); });
  std::string organizations;
  for (const std::int64_t id : hidden) organizations += (organizations.empty() ? "" : ",") + std::to_string(id);
  if (!hidden.empty()) reply.headers.add("X-GitHub-SSO", "partial-results; organizations=" + organizations);
  return reply;
}

// Lists lag behind deletions for a while when the switch says so.
bool listed_as_active(const Call& call, const Version& version) {
  return !version.deleted || call.now - *version.deleted < call.switches.stale_after_delete;
}

http::Reply list_versions(const Call& call, const Owner& owner) {
  const Found<const Package*> found = find_package(call, owner);
  if (get(found) == nullptr) return refusal(found);
  const Package& package = **get(found);
  const std::string state = value_of(call.route.query, "state").value_or("active");
  std::vector<const Version*> rows;
  for (const auto& [id, version] : package.versions) {
    const bool wanted = state == "deleted" ? restorable(version.deleted, call.now) : listed_as_active(call, version);
    if (wanted) rows.push_back(&version);
  }
  return list_reply<Version>(call, owner, std::move(rows), [&](const Version& version) {
    Json json = version_json(call, owner, package, version);
    if (state != "deleted") json.erase("deleted_at");
    return json;
  });
}

http::Reply get_package(const Call& call, const Owner& owner) {
  const Found<const Package*> found = find_package(call, owner);
  if (get(found) == nullptr) return refusal(found);
  return json_ok(package_json(call, owner, **get(found)));
}

http::Reply get_version(const Call& call, const Owner& owner) {
  const Found<const Package*> found = find_package(call, owner);
  if (get(found) == nullptr) return refusal(found);
  const Package& package = **get(found);
  const auto version = package.versions.find(call.route.version_id);
  if (version == package.versions.end() || version->second.deleted) return version_not_found();
  return json_ok(version_json(call, owner, package, version->second));
}

http::Reply get_self(const Call& call) {
  if (call.token == nullptr) return error_reply(401, "Requires authentication");
  if (call.token->kind == TokenKind::installation || call.token->kind == TokenKind::actions) {
    return error_reply(403, "Resource not accessible by integration");
  }
  const Owner* user = call.world.owner(std::string_view(call.token->user));
  return user != nullptr ? json_ok(user_json(call, *user)) : error_reply(404, "Not Found");
}

http::Reply with_owner(const Call& call, const std::function<http::Reply(const Owner&)>& answer) {
  const Found<const Owner*> owner = find_owner(call);
  return get(owner) != nullptr ? answer(**get(owner)) : refusal(owner);
}

}  // namespace

http::Reply answer_read(const Call& call, const Limits::Budget& budget) {
  switch (call.route.operation) {
    case Operation::root:
      return json_ok({{"current_user_url", call.base + "/user"}, {"rate_limit_url", call.base + "/rate_limit"}});
    case Operation::list_api_versions:
      return json_ok(Json::array({kOldestApiVersion, kNewestApiVersion}));
    case Operation::rate_limit:
      if (!call.switches.rate_limits) return error_reply(404, "Rate limiting is not enabled.");
      return json_ok(rate_limit_json(call, budget));
    case Operation::get_self:
      return get_self(call);
    case Operation::get_user:
      return with_owner(call, [&](const Owner& owner) { return json_ok(user_json(call, owner)); });
    case Operation::get_organization:
      return with_owner(call, [&](const Owner& owner) { return json_ok(organization_json(call, owner)); });
    case Operation::list_packages:
      return with_owner(call, [&](const Owner& owner) { return list_packages(call, owner); });
    case Operation::get_package:
      return with_owner(call, [&](const Owner& owner) { return get_package(call, owner); });
    case Operation::list_versions:
      return with_owner(call, [&](const Owner& owner) { return list_versions(call, owner); });
    case Operation::get_version:
      return with_owner(call, [&](const Owner& owner) { return get_version(call, owner); });
    case Operation::list_conflicts:
      return with_owner(call, [&](const Owner&) { return json_ok(Json::array()); });
    case Operation::delete_package:
    case Operation::restore_package:
    case Operation::delete_version:
    case Operation::restore_version:
    case Operation::registry_base:
    case Operation::registry_token:
    case Operation::registry_manifest:
    case Operation::registry_referrers:
    case Operation::registry_blob:
    case Operation::registry_tags:
    case Operation::unknown:
      break;
  }
  return error_reply(404, "Not Found");
}

}  // namespace retention::simulator
