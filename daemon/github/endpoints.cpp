#include "daemon/github/endpoints.h"

#include "daemon/http/percent.h"

namespace retention::github {
namespace {

using http::encode_segment;

std::string owner_path(const Owner& owner) {
  switch (owner.route) {
    case OwnerRoute::organization:
      return "/orgs/" + encode_segment(owner.login);
    case OwnerRoute::user:
      return "/users/" + encode_segment(owner.login);
    case OwnerRoute::self:
      return "/user";
  }
  return "/user";
}

std::string per_page() {
  return "per_page=" + std::to_string(kPerPage);
}

}  // namespace

std::string own_user_path() {
  return "/user";
}

std::string user_path(std::string_view login) {
  return "/users/" + encode_segment(login);
}

std::string rate_limit_path() {
  return "/rate_limit";
}

std::string packages_path(const Owner& owner, PackageType type) {
  return owner_path(owner) + "/packages?package_type=" + std::string(text_of(kPackageTypes, type)) + "&" + per_page();
}

std::string package_path(const Owner& owner, PackageType type, std::string_view name) {
  return owner_path(owner) + "/packages/" + std::string(text_of(kPackageTypes, type)) + "/" + encode_segment(name);
}

std::string package_path(const Package& package) {
  return package_path(package.owner, package.type, package.name);
}

std::string restore_path(const Package& package) {
  return package_path(package) + "/restore";
}

std::string versions_path(const Package& package, VersionState state) {
  const std::string path = package_path(package) + "/versions?" + per_page();
  return state == VersionState::deleted ? path + "&state=deleted" : path;
}

std::string version_path(const Package& package, VersionId version) {
  return package_path(package) + "/versions/" + std::to_string(version.value);
}

std::string restore_path(const Package& package, VersionId version) {
  return version_path(package, version) + "/restore";
}

std::string of_page(const std::string& list_path, std::int64_t page) {
  return page == 1 ? list_path : list_path + "&page=" + std::to_string(page);
}

}  // namespace retention::github
