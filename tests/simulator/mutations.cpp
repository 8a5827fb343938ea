#include "tests/simulator/mutations.h"

#include <algorithm>
#include <utility>

#include "tests/simulator/access.h"

namespace retention::simulator {
namespace {

MutationAnswer unchanged(http::Reply reply) {
  return {std::move(reply), false};
}

MutationAnswer changed() {
  return {empty_reply(204), true};
}

http::Reply too_many_downloads() {
  return error_reply(
      400,
      "Publicly visible package versions with more than 5000 downloads cannot be deleted. Contact GitHub "
      "support for further assistance.");
}

http::Reply last_version() {
  return error_reply(400, "You cannot delete the last version of a package. You must delete the package instead.");
}

http::Reply last_tagged_version() {
  return error_reply(400,
                     "You cannot delete the last tagged version of a package. You must delete the package instead.");
}

bool too_popular(const Package& package, const Version& version) {
  return package.visibility == Visibility::public_access && version.downloads > kMostDownloads;
}

bool last_with_tags(const Package& package, const Version& version) {
  if (package.type != PackageType::container || version.tags.empty()) return false;
  return std::none_of(package.versions.begin(), package.versions.end(), [&](const auto& entry) {
    return entry.first != version.id && !entry.second.deleted && !entry.second.tags.empty();
  });
}

std::optional<http::Reply> refuse_deletion(const Call& call, const Package& package, const Version& version) {
  const bool popular = too_popular(package, version);
  const bool last = active_count(package) == 1;
  if (popular && (!last || call.switches.refusal_order == RefusalOrder::downloads_first)) return too_many_downloads();
  if (last) return last_version();
  if (last_with_tags(package, version)) return last_tagged_version();
  return std::nullopt;
}

MutationAnswer delete_one_version(const Call& call, Package& package) {
  const auto found = package.versions.find(call.route.version_id);
  if (found == package.versions.end() || found->second.deleted) return unchanged(version_not_found());
  if (std::optional<http::Reply> refused = refuse_deletion(call, package, found->second)) return unchanged(*refused);
  delete_version(package, found->second, call.now);
  return changed();
}

MutationAnswer delete_whole_package(const Call& call, Package& package) {
  const bool popular = std::any_of(package.versions.begin(), package.versions.end(), [&](const auto& entry) {
    return !entry.second.deleted && too_popular(package, entry.second);
  });
  if (popular && call.switches.package_delete_checks_downloads) return unchanged(too_many_downloads());
  for (auto& [id, version] : package.versions) {
    if (version.deleted) continue;
    version.deleted = call.now;
    version.deleted_with_package = true;
  }
  package.deleted = call.now;
  return changed();
}

http::Reply reused(const Call& call, const http::Reply& not_found) {
  const int status = call.switches.restore_reused_status;
  return status == 404 ? not_found : error_reply(status, "The name has been used again since the deletion.");
}

bool name_in_use(const Package& package, const std::string& name) {
  return std::any_of(package.versions.begin(), package.versions.end(),
                     [&](const auto& entry) { return !entry.second.deleted && entry.second.name == name; });
}

void revive(const Call& call, Package& package, Version& version) {
  if (call.switches.restored_tags == RestoredTags::lost) version.tags.clear();
  World::revive(package, version, call.now);
}

MutationAnswer restore_one_version(const Call& call, Package& package) {
  const auto found = package.versions.find(call.route.version_id);
  if (found == package.versions.end()) return unchanged(version_not_found());
  Version& version = found->second;
  if (!version.deleted) {
    return unchanged(call.switches.restore_active_status == 204 ? empty_reply(204) : version_not_found());
  }
  if (!restorable(version.deleted, call.now)) return unchanged(version_not_found());
  if (name_in_use(package, version.name)) return unchanged(reused(call, version_not_found()));
  revive(call, package, version);
  return changed();
}

MutationAnswer restore_whole_package(const Call& call, const Owner& owner) {
  const std::optional<PackageType> type = package_type(call.route.type);
  if (!type) return unchanged(package_not_found());
  const Package* active = call.world.active_package(owner.id, *type, call.route.name);
  const Package* deleted = call.world.deleted_package(owner.id, *type, call.route.name);
  const Package* judged = deleted != nullptr ? deleted : active;
  if (judged == nullptr || !can_administer(call, owner, *judged)) return unchanged(package_not_found());
  if (deleted == nullptr || !restorable(deleted->deleted, call.now)) {
    return unchanged(active != nullptr && call.switches.restore_active_status == 204 ? empty_reply(204)
                                                                                     : package_not_found());
  }
  if (active != nullptr) return unchanged(reused(call, package_not_found()));
  Package& package = *call.world.mutable_package(deleted->id);
  package.deleted.reset();
  for (auto& [id, version] : package.versions) {
    if (version.deleted_with_package) revive(call, package, version);
  }
  return changed();
}

}  // namespace

void delete_version(Package& package, Version& version, Time now) {
  version.deleted = now;
  version.deleted_with_package = false;
  package.updated = now;
}

MutationAnswer answer_mutation(const Call& call) {
  const Found<const Owner*> owner = find_owner(call);
  if (get(owner) == nullptr) return unchanged(refusal(owner));
  if (call.route.operation == Operation::restore_package) return restore_whole_package(call, **get(owner));
  const Found<const Package*> found = find_package(call, **get(owner));
  if (get(found) == nullptr) return unchanged(refusal(found));
  if (!can_administer(call, **get(owner), **get(found))) return unchanged(package_not_found());
  Package& package = *call.world.mutable_package((*get(found))->id);
  if (call.route.operation == Operation::delete_package) return delete_whole_package(call, package);
  if (call.route.operation == Operation::delete_version) return delete_one_version(call, package);
  return restore_one_version(call, package);
}

}  // namespace retention::simulator
