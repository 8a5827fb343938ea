#include "tests/simulator/access.h"

#include <algorithm>

namespace retention::simulator {
namespace {

using http::same_ignoring_case;

bool lists(const std::vector<std::string>& logins, const std::string& login) {
  return std::any_of(logins.begin(), logins.end(), [&](const auto& one) { return same_ignoring_case(one, login); });
}

// Whether one of the token's grants names the owner or the package.
bool granted(const std::set<std::string>& grants, const Owner& owner, const Package& package) {
  if (grants.empty()) return false;
  return grants.contains(owner.login) ||
         grants.contains(owner.login + "/" + std::string(text_of(package.type)) + "/" + package.name);
}

http::Reply moved_to(const Call& call, const Owner& owner) {
  std::string path;
  if (call.switches.redirect_path == OwnerPath::numeric) {
    path = (call.route.form == OwnerForm::organization ? "/organizations/" : "/user/") + std::to_string(owner.id);
  } else {
    path = (call.route.form == OwnerForm::organization ? "/orgs/" : "/users/") + owner.login;
  }
  const std::size_t question = call.request.target.find('?');
  std::string url = call.base + path + call.route.rest;
  if (question != std::string::npos) url += call.request.target.substr(question);
  http::Reply reply = error_reply(call.switches.redirect_status, "Moved Permanently");
  reply.headers.add("Location", url);
  return reply;
}

const Owner* owner_by_id(const Call& call) {
  const std::optional<std::int64_t> id = to_number(call.route.owner);
  return id ? call.world.owner(*id) : nullptr;
}

const Owner* named_owner(const Call& call) {
  switch (call.route.form) {
    case OwnerForm::organization:
    case OwnerForm::user:
      return call.world.owner(std::string_view(call.route.owner));
    case OwnerForm::self:
      return call.token != nullptr ? call.world.owner(std::string_view(call.token->user)) : nullptr;
    case OwnerForm::organization_id:
    case OwnerForm::user_id:
      return owner_by_id(call);
    case OwnerForm::none:
      break;
  }
  return nullptr;
}

bool sso_missing(const Call& call, const Owner& owner) {
  return owner.saml && call.token != nullptr && call.token->kind == TokenKind::classic &&
         !call.token->sso.contains(owner.login);
}

http::Reply sso_refusal(const Call& call, const Owner& owner) {
  if (call.switches.sso_status != 403) return error_reply(call.switches.sso_status, "Not Found");
  http::Reply reply = error_reply(403,
                                  "Resource protected by organization SAML enforcement. You must grant your personal "
                                  "access token access to this organization.");
  reply.headers.add("X-GitHub-SSO", "required; url=https://github.com/orgs/" + owner.login +
                                        "/sso?authorization_request=A" + std::to_string(owner.id));
  return reply;
}

}  // namespace

http::Reply package_not_found() {
  return error_reply(404, "Package not found.");
}

http::Reply version_not_found() {
  return error_reply(404, "Package version not found.");
}

Found<const Owner*> find_owner(const Call& call) {
  const Owner* owner = named_owner(call);
  if (owner == nullptr) {
    const Owner* renamed = call.world.former_owner(call.route.owner);
    if (renamed != nullptr && (call.route.form == OwnerForm::organization || call.route.form == OwnerForm::user)) {
      return moved_to(call, *renamed);
    }
    return call.route.operation == Operation::get_user || call.route.operation == Operation::get_organization
               ? error_reply(404, "Not Found")
               : package_not_found();
  }
  const bool as_organization =
      call.route.form == OwnerForm::organization || call.route.form == OwnerForm::organization_id;
  if (as_organization && owner->kind != OwnerKind::organization) return error_reply(404, "Not Found");
  if (call.route.operation != Operation::get_user && sso_missing(call, *owner)) return sso_refusal(call, *owner);
  return owner;
}

Found<const Package*> find_package(const Call& call, const Owner& owner) {
  const std::optional<PackageType> type = package_type(call.route.type);
  const Package* package = type ? call.world.active_package(owner.id, *type, call.route.name) : nullptr;
  if (package == nullptr || !can_read(call, owner, *package)) return package_not_found();
  return package;
}

bool can_administer(const Call& call, const Owner& owner, const Package& package) {
  if (call.token == nullptr) return false;
  const Token& token = *call.token;
  if (token.admin_everywhere || granted(token.admin, owner, package)) return true;
  if (token.kind != TokenKind::classic) return false;
  return same_ignoring_case(owner.login, token.user) || lists(owner.admins, token.user);
}

bool can_read(const Call& call, const Owner& owner, const Package& package) {
  if (package.visibility == Visibility::public_access) return true;
  if (call.token == nullptr) return false;
  if (can_administer(call, owner, package) || granted(call.token->read, owner, package)) return true;
  return same_ignoring_case(owner.login, call.token->user) || lists(owner.members, call.token->user);
}

const Owner* hiding_organization(const Call& call, const Package& package) {
  const std::size_t slash = package.repository.find('/');
  if (slash == std::string::npos) return nullptr;
  const Owner* organization = call.world.owner(std::string_view(package.repository).substr(0, slash));
  if (organization == nullptr || organization->id == package.owner || !sso_missing(call, *organization)) return nullptr;
  return organization;
}

}  // namespace retention::simulator
