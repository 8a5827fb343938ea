#include "tests/simulator/world_builder.h"

#include <algorithm>

#include "tests/simulator/scenario.h"

namespace retention::simulator {
namespace {

constexpr Duration kOwnerAge = std::chrono::days{2000};

// Oldest first, so that ids grow with time as GitHub's do.
std::vector<Version> by_age(const std::vector<VersionSeed>& seeds, Time now) {
  std::vector<Version> versions;
  for (const VersionSeed& seed : seeds) versions.push_back(grown(seed, now));
  std::stable_sort(versions.begin(), versions.end(),
                   [](const Version& a, const Version& b) { return a.created < b.created; });
  return versions;
}

void add_package(const PackageSeed& seed, Time now, World& world) {
  Package package = seed.package;
  package.owner = world.owner(std::string_view(seed.owner))->id;
  package.created = now;
  for (const VersionSeed& version : seed.versions) {
    const Version grown_version = grown(version, now);
    package.created = std::min(package.created, grown_version.created);
    package.updated = std::max(package.updated, grown_version.updated);
  }
  if (seed.created) package.created = seed.created->resolve(now);
  package.updated = std::max(package.updated, package.created);
  if (seed.deleted) package.deleted = seed.deleted->resolve(now);
  if (package.id != 0 && world.packages().contains(package.id)) {
    throw ScenarioError("two packages have the id " + std::to_string(package.id));
  }
  Package& added = world.add(std::move(package));
  for (Version& version : by_age(seed.versions, now)) {
    if (version.id != 0 && world.package_of_version(version.id) != nullptr) {
      throw ScenarioError("two versions have the id " + std::to_string(version.id));
    }
    if (added.deleted && !version.deleted) {
      version.deleted = added.deleted;
      version.deleted_with_package = true;
    }
    world.add(added, std::move(version));
  }
}

}  // namespace

World build_world(const ScenarioData& data, Time now) {
  World world;
  for (Owner owner : data.owners) {
    owner.created = now - kOwnerAge;
    world.add(std::move(owner));
  }
  for (const Token& token : data.tokens) world.add(token);
  for (const PackageSeed& seed : data.packages) add_package(seed, now, world);
  return world;
}

}  // namespace retention::simulator
