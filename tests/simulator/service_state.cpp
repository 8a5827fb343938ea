#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/simulator/mutations.h"
#include "tests/simulator/render.h"
#include "tests/simulator/scenario_data.h"
#include "tests/simulator/service.h"
#include "tests/simulator/version_reader.h"
#include "tests/simulator/yaml/fields.h"

namespace retention::simulator {

VersionView view_of(const Version& version) {
  return {version.id, version.name, version.tags, version.created, version.updated, version.deleted, version.downloads};
}

Switches Service::switches() const {
  const std::lock_guard lock(mutex_);
  return switches_;
}

void Service::change_switches(const std::function<void(Switches&)>& change) {
  const std::lock_guard lock(mutex_);
  change(switches_);
}

void Service::before_mutation(BeforeMutation callback) {
  const std::lock_guard lock(mutex_);
  before_mutation_ = std::move(callback);
}

void Service::before_request(BeforeRequest callback) {
  const std::lock_guard lock(mutex_);
  before_request_ = std::move(callback);
}

std::vector<PackageView> Service::packages() const {
  const Time now = clock_.now();
  const std::lock_guard lock(mutex_);
  std::vector<PackageView> views;
  for (const auto& [id, package] : world_.packages()) {
    PackageView view{reference(world_, package), std::string(text_of(package.visibility)), package.deleted, {}, {}};
    for (const auto& [version_id, version] : package.versions) {
      if (!version.deleted) view.active_versions.push_back(view_of(version));
      if (restorable(version.deleted, now)) view.deleted_versions.push_back(view_of(version));
    }
    views.push_back(std::move(view));
  }
  return views;
}

Package& Service::active_package(std::string_view wanted) {
  for (const auto& [id, package] : world_.packages()) {
    if (!package.deleted && reference(world_, package) == wanted) return *world_.mutable_package(id);
  }
  throw std::runtime_error("the simulator holds no package " + std::string(wanted));
}

// Who pushes to the name of a deleted package gets a new one, with fresh settings.
Package& Service::pushed_package(std::string_view wanted) {
  for (const auto& [id, package] : world_.packages()) {
    if (!package.deleted || reference(world_, package) != wanted) continue;
    if (world_.active_package(package.owner, package.type, package.name) != nullptr) continue;
    Package fresh;
    fresh.owner = package.owner;
    fresh.type = package.type;
    fresh.name = package.name;
    fresh.created = clock_.now();
    return world_.add(std::move(fresh));
  }
  return active_package(wanted);
}

std::pair<Package*, Version*> Service::known_version(std::int64_t version_id) {
  const Package* package = world_.package_of_version(version_id);
  if (package == nullptr) throw std::runtime_error("the simulator holds no version " + std::to_string(version_id));
  Package* changeable = world_.mutable_package(package->id);
  return {changeable, &changeable->versions.at(version_id)};
}

std::int64_t Service::push(std::string_view wanted, std::string_view yaml) {
  const Time now = clock_.now();
  const std::lock_guard lock(mutex_);
  Package& package = pushed_package(wanted);
  const VersionContext context{package.type,
                               std::string(wanted) + " push " + std::to_string(package.versions.size() + 1)};
  VersionsRead read = read_versions({yaml::parse(yaml, "version")}, context);
  std::int64_t last = 0;
  for (const VersionSeed& seed : read.versions) last = world_.add(package, grown(seed, now)).id;
  package.blobs.merge(read.blobs);
  package.updated = now;
  return last;
}

void Service::move_tag(std::string_view wanted, std::string_view tag, std::int64_t version_id) {
  const Time now = clock_.now();
  const std::lock_guard lock(mutex_);
  Package& package = active_package(wanted);
  const auto [holder, version] = known_version(version_id);
  if (holder != &package || version->deleted) {
    throw std::runtime_error("version " + std::to_string(version_id) + " is not an active version of " +
                             std::string(wanted));
  }
  world_.move_tag(package, tag, version_id, now);
}

void Service::remove(std::int64_t version_id) {
  const Time now = clock_.now();
  const std::lock_guard lock(mutex_);
  const auto [package, version] = known_version(version_id);
  delete_version(*package, *version, now);
}

Delivery Service::delivery(HookAction action, std::int64_t version_id, std::string_view secret) {
  const std::lock_guard lock(mutex_);
  const auto [package, version] = known_version(version_id);
  const http::Request request;
  const Route route;
  const Call call{request, route, world_, switches_, clock_.now(), "https://api.github.com"};
  const Json body = registry_package_json(call, action, *world_.owner(package->owner), *package, *version);
  Delivery delivery{"registry_package", delivery_id(++deliveries_), body.dump(), ""};
  delivery.signature = hook_signature(secret, delivery.body);
  return delivery;
}

void Service::set_downloads(std::int64_t version_id, std::int64_t downloads) {
  const std::lock_guard lock(mutex_);
  known_version(version_id).second->downloads = downloads;
}

}  // namespace retention::simulator
