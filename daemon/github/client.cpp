#include "daemon/github/client.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "daemon/github/endpoints.h"
#include "daemon/github/walk.h"
#include "daemon/github/wire.h"
#include "daemon/http/text.h"

namespace retention::github {
namespace {

// page * per_page must not exceed 10,000 in lists of packages. Source: GitHub's OpenAPI description.
constexpr std::int64_t kPackagePageCap = 10000 / kPerPage;

// Ghosts of deleted packages that some lists still hold.
constexpr std::string_view kGhost = "deleted_";

std::int64_t id_of(const Package& package) {
  return package.id.value;
}
std::int64_t id_of(const PackageVersion& version) {
  return version.id.value;
}
std::int64_t id_of(const DeletedVersion& version) {
  return version.version.id.value;
}

template <typename Row>
struct Listed {
  std::vector<Row> rows;  // each id once
  WalkResult walk;
};

template <typename Row, typename Parse>
Result<Listed<Row>> list(Reads& reads, const WalkPlan& plan, const Parse& parse) {
  Listed<Row> listed;
  std::unordered_set<std::int64_t> seen;
  const auto restart = [&] {
    listed.rows.clear();
    seen.clear();
  };
  const auto take = [&](const std::string& body) -> Result<std::vector<std::int64_t>> {
    auto rows = parse(body);
    if (!rows) return fail(rows.error());
    std::vector<std::int64_t> ids;
    for (auto& row : *rows) {
      ids.push_back(id_of(row));
      if (seen.insert(ids.back()).second) listed.rows.push_back(std::move(row));
    }
    return ids;
  };
  auto walked = walk(reads, plan, restart, take);
  if (!walked) return fail(walked.error());
  listed.walk = std::move(*walked);
  return listed;
}

std::string named(const Owner& owner, PackageType type, const std::string& name) {
  return to_string(PackageRef{owner.login, type, name});
}

// Parsing errors get to know what was read.
template <typename T>
Result<T> in_context(Result<T> result, const std::string& what) {
  if (!result) result.error().message.insert(0, "cannot " + what + ": ");
  return result;
}

}  // namespace

Result<PackageListing> ReadClient::packages(const Owner& owner, PackageType type) {
  const WalkPlan plan{owner.login, packages_path(owner, type),
                      "list " + std::string(text_of(kPackageTypes, type)) + " packages of " + owner.login,
                      kPackagePageCap};
  auto listed = list<Package>(reads_, plan, [&](const std::string& body) { return parse_packages(body, owner); });
  if (!listed) return fail(listed.error());
  std::erase_if(listed->rows,
                [type](const Package& package) { return package.name.starts_with(kGhost) || package.type != type; });
  return PackageListing{std::move(listed->rows), std::move(listed->walk.completeness)};
}

Result<Package> ReadClient::package(const Owner& owner, PackageType type, const std::string& name) {
  const std::string what = "read package " + named(owner, type, name);
  const auto response = reads_.get(owner.login, package_path(owner, type, name), what);
  if (!response) return fail(response.error());
  auto package = in_context(parse_package(response->body, owner), what);
  if (package && (package->type != type || !http::equal_ignoring_case(package->name, name))) {
    return fail(ErrorCode::bad_reply,
                "cannot " + what + ": GitHub answers with " + http::printable(to_string(ref_of(*package))));
  }
  return package;
}

Result<VersionListing> ReadClient::versions(const Package& package) {
  const WalkPlan plan{package.owner.login, versions_path(package, VersionState::active),
                      "list versions of " + to_string(ref_of(package)), std::nullopt};
  auto listed =
      list<PackageVersion>(reads_, plan, [&](const std::string& body) { return parse_versions(body, package.type); });
  if (!listed) return fail(listed.error());
  std::sort(listed->rows.begin(), listed->rows.end(), newest_first);
  return VersionListing{std::move(listed->rows), std::move(listed->walk.completeness), listed->walk.server_date,
                        std::nullopt};
}

Result<std::optional<PackageVersion>> ReadClient::active_version(const Package& package, VersionId version) {
  const std::string what = "read version " + std::to_string(version.value) + " of " + to_string(ref_of(package));
  const auto response = reads_.get(package.owner.login, version_path(package, version), what);
  if (!response && response.error().code == ErrorCode::not_found) return std::optional<PackageVersion>{};
  if (!response) return fail(response.error());
  auto read = in_context(parse_version(response->body, package.type), what);
  if (!read) return fail(read.error());
  if (read->version.id != version)
    return fail(ErrorCode::bad_reply,
                "cannot " + what + ": GitHub answers with version " + std::to_string(read->version.id.value));
  if (read->deleted_at) return std::optional<PackageVersion>{};
  return std::optional<PackageVersion>{std::move(read->version)};
}

Result<DeletedListing> ReadClient::deleted_versions(const Package& package) {
  const WalkPlan plan{package.owner.login, versions_path(package, VersionState::deleted),
                      "list deleted versions of " + to_string(ref_of(package)), std::nullopt};
  auto listed = list<DeletedVersion>(
      reads_, plan, [&](const std::string& body) { return parse_deleted_versions(body, package.type); });
  if (!listed) return fail(listed.error());
  if (!listed->walk.completeness.complete())
    return fail(ErrorCode::bad_reply, "cannot " + plan.what + ": " + listed->walk.completeness.detail);
  return DeletedListing{std::move(listed->rows), listed->walk.server_date};
}

}  // namespace retention::github
