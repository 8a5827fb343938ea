#include "tests/simulator/scopes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace retention::simulator {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kImplied{{
    {"write:packages", "read:packages"},
    {"repo", "public_repo"},
    {"repo", "repo:status"},
    {"repo", "repo_deployment"},
    {"repo", "repo:invite"},
    {"repo", "security_events"},
    {"admin:org", "write:org"},
    {"write:org", "read:org"},
    {"user", "read:user"},
    {"user", "user:email"},
}};

std::string_view purpose(Operation operation) {
  switch (operation) {
    case Operation::list_packages:
    case Operation::list_conflicts:
      return "to list packages.";
    case Operation::get_package:
      return "to get a package.";
    case Operation::list_versions:
      return "to get a package's versions.";
    case Operation::get_version:
      return "to get a package version.";
    case Operation::delete_package:
      return "to delete a package.";
    case Operation::delete_version:
      return "to delete a package version.";
    case Operation::restore_package:
      return "to restore a package.";
    case Operation::restore_version:
      return "to restore a package version.";
    case Operation::root:
    case Operation::list_api_versions:
    case Operation::rate_limit:
    case Operation::get_self:
    case Operation::get_user:
    case Operation::get_organization:
    case Operation::registry_base:
    case Operation::registry_token:
    case Operation::registry_manifest:
    case Operation::registry_referrers:
    case Operation::registry_blob:
    case Operation::registry_tags:
    case Operation::unknown:
      break;
  }
  return "";
}

http::Reply missing_scope(const std::vector<std::string>& needed, Operation operation) {
  std::string list = needed.front();
  for (std::size_t i = 1; i < needed.size(); ++i) list += " and " + needed[i];
  return error_reply(403, "You need at least " + list + (needed.size() > 1 ? " scopes " : " scope ") +
                              std::string(purpose(operation)));
}

std::optional<http::Reply> refuse_classic(const Call& call) {
  const std::set<std::string> held = closure(call.token->scopes);
  std::vector<std::string> needed = required_scopes(call.route.operation);
  const auto& repo_types = call.switches.repo_scope_types;
  if (mutates(call.route.operation) &&
      std::find(repo_types.begin(), repo_types.end(), call.route.type) != repo_types.end()) {
    needed.emplace_back("repo");
  }
  const bool all = std::all_of(needed.begin(), needed.end(), [&](const auto& scope) { return held.contains(scope); });
  if (all) return std::nullopt;
  return missing_scope(needed, call.route.operation);
}

std::optional<http::Reply> refuse_actions(const Call& call) {
  if (call.route.form == OwnerForm::self || (mutates(call.route.operation) && !call.token->packages_write)) {
    return error_reply(403, "Resource not accessible by integration");
  }
  if (call.route.operation == Operation::list_packages &&
      value_of(call.route.query, "package_type") == std::optional<std::string>("container")) {
    return error_reply(400, "Invalid argument.");
  }
  return std::nullopt;
}

}  // namespace

std::set<std::string> closure(std::set<std::string> scopes) {
  for (std::size_t before = 0; before != scopes.size();) {
    before = scopes.size();
    for (const auto& [scope, implied] : kImplied) {
      if (scopes.contains(std::string(scope))) scopes.emplace(implied);
    }
  }
  return scopes;
}

std::vector<std::string> required_scopes(Operation operation) {
  if (operation == Operation::delete_package || operation == Operation::delete_version) {
    return {"delete:packages", "read:packages"};
  }
  if (operation == Operation::restore_package || operation == Operation::restore_version) {
    return {"write:packages", "read:packages"};
  }
  if (!purpose(operation).empty()) return {"read:packages"};
  return {};
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::optional<http::Reply> refuse_scopes(const Call& call) {
  if (required_scopes(call.route.operation).empty() || call.token == nullptr) return std::nullopt;
  switch (call.token->kind) {
    case TokenKind::classic:
      return refuse_classic(call);
    case TokenKind::fine_grained:
      return error_reply(403, "Resource not accessible by personal access token");
    case TokenKind::installation:
      return error_reply(403, "Resource not accessible by integration");
    case TokenKind::actions:
      return refuse_actions(call);
  }
  return std::nullopt;
}

}  // namespace retention::simulator
