#include "tests/simulator/world.h"

#include <algorithm>
#include <utility>

#include "tests/simulator/http/message.h"

namespace retention::simulator {

using http::same_ignoring_case;

namespace {

// Gives `id` the next free number, or keeps the number it has.
template <typename Map>
std::int64_t numbered(const Map& taken, std::int64_t id, std::int64_t& next) {
  if (id != 0) return id;
  while (taken.contains(next)) ++next;
  return next++;
}

void note_tags(Package& package, const Version& version) {
  for (const std::string& tag : version.tags) package.tagged[tag] = version.id;
}

}  // namespace

Owner& World::add(Owner owner) {
  owner.id = numbered(owners_, owner.id, next_owner_);
  return owners_[owner.id] = std::move(owner);
}

Token& World::add(Token token) {
  return tokens_.emplace_back(std::move(token));
}

Package& World::add(Package package) {
  package.id = numbered(packages_, package.id, next_package_);
  return packages_[package.id] = std::move(package);
}

Version& World::add(Package& package, Version version) {
  while (version.id == 0) {
    if (!homes_.contains(next_version_)) version.id = next_version_;
    ++next_version_;
  }
  if (!version.deleted) {
    take_tags(package, version.tags, version.created);
    note_tags(package, version);
  }
  homes_[version.id] = package.id;
  return package.versions[version.id] = std::move(version);
}

const Owner* World::owner(std::int64_t id) const {
  const auto found = owners_.find(id);
  return found == owners_.end() ? nullptr : &found->second;
}

const Owner* World::owner(std::string_view login) const {
  for (const auto& [id, owner] : owners_) {
    if (same_ignoring_case(owner.login, login)) return &owner;
  }
  return nullptr;
}

const Owner* World::former_owner(std::string_view login) const {
  for (const auto& [id, owner] : owners_) {
    for (const std::string& former : owner.former_logins) {
      if (same_ignoring_case(former, login)) return &owner;
    }
  }
  return nullptr;
}

const Token* World::token(std::string_view value) const {
  const auto found = std::find_if(tokens_.begin(), tokens_.end(), [&](const Token& t) { return t.value == value; });
  return found == tokens_.end() ? nullptr : &*found;
}

const Package* World::active_package(std::int64_t owner, PackageType type, std::string_view name) const {
  for (const auto& [id, package] : packages_) {
    if (package.owner == owner && package.type == type && package.name == name && !package.deleted) return &package;
  }
  return nullptr;
}

const Package* World::deleted_package(std::int64_t owner, PackageType type, std::string_view name) const {
  const Package* last = nullptr;
  for (const auto& [id, package] : packages_) {
    if (package.owner != owner || package.type != type || package.name != name || !package.deleted) continue;
    if (last == nullptr || *package.deleted >= *last->deleted) last = &package;
  }
  return last;
}

const Package* World::package_of_version(std::int64_t version_id) const {
  const auto home = homes_.find(version_id);
  return home == homes_.end() ? nullptr : &packages_.at(home->second);
}

Package* World::mutable_package(std::int64_t id) {
  const auto found = packages_.find(id);
  return found == packages_.end() ? nullptr : &found->second;
}

void World::take_tags(Package& package, const std::vector<std::string>& tags, Time now) {
  for (const std::string& tag : tags) {
    Version* holding = holder(package, tag);
    if (holding == nullptr) continue;
    std::erase(holding->tags, tag);
    holding->updated = now;
  }
}

Version* World::holder(Package& package, const std::string& tag) {
  const auto noted = package.tagged.find(tag);
  if (noted == package.tagged.end()) return nullptr;
  Version& version = package.versions.at(noted->second);
  const auto& tags = version.tags;
  return !version.deleted && std::find(tags.begin(), tags.end(), tag) != tags.end() ? &version : nullptr;
}

void World::revive(Package& package, Version& version, Time now) {
  std::erase_if(version.tags, [&](const std::string& tag) { return holder(package, tag) != nullptr; });
  note_tags(package, version);
  version.deleted.reset();
  version.deleted_with_package = false;
  version.updated = now;
  package.updated = now;
}

void World::move_tag(Package& package, std::string_view tag, std::int64_t version_id, Time now) {
  const std::string text(tag);
  take_tags(package, {text}, now);
  Version& version = package.versions.at(version_id);
  version.tags.push_back(text);
  note_tags(package, version);
  version.updated = now;
}

std::string reference(const World& world, const Package& package) {
  const Owner* owner = world.owner(package.owner);
  return (owner != nullptr ? owner->login : "?") + "/" + std::string(text_of(package.type)) + "/" + package.name;
}

int active_count(const Package& package) {
  return static_cast<int>(std::count_if(package.versions.begin(), package.versions.end(),
                                        [](const auto& entry) { return !entry.second.deleted; }));
}

}  // namespace retention::simulator
