#include "tests/simulator/package_reader.h"

#include <set>
#include <utility>

#include "tests/simulator/yaml/fields.h"

namespace retention::simulator {
namespace {

PackageType type_of(const yaml::Node& node) {
  const std::optional<PackageType> type = package_type(yaml::text_of(node));
  if (!type) yaml::fail(node, "\"" + node.text + "\" is not npm, maven, rubygems, docker, nuget or container");
  return *type;
}

Visibility visibility_of(const yaml::Node* node) {
  if (node == nullptr) return Visibility::private_access;
  const std::optional<Visibility> value = visibility(yaml::text_of(*node));
  if (!value) yaml::fail(*node, "\"" + node->text + "\" is not public, private or internal");
  return *value;
}

void check_versions(const yaml::Node& node, const std::vector<VersionSeed>& versions) {
  std::set<std::string> tags;
  std::set<std::string> names;
  for (const VersionSeed& seed : versions) {
    if (seed.deleted) continue;
    if (!names.insert(seed.version.name).second) {
      yaml::fail(node, "two active versions have the name \"" + seed.version.name + "\"");
    }
    for (const std::string& tag : seed.version.tags) {
      if (!tags.insert(tag).second) yaml::fail(node, "two active versions have the tag \"" + tag + "\"");
    }
  }
}

}  // namespace

std::vector<PackageSeed> read_package(const yaml::Node& node) {
  yaml::Fields fields(node);
  PackageSeed pattern;
  pattern.owner = yaml::text_of(fields.required("owner"));
  pattern.package.type = type_of(fields.required("type"));
  pattern.package.name = yaml::text_of(fields.required("name"));
  pattern.package.id = fields.number("id");
  pattern.package.visibility = visibility_of(fields.find("visibility"));
  pattern.package.repository = fields.text("repository");
  if (const yaml::Node* created = fields.find("created")) pattern.created = when_of(*created);
  if (const yaml::Node* deleted = fields.find("deleted")) pattern.deleted = when_of(*deleted);
  const std::int64_t count = fields.number("count", 1);
  const yaml::Node* versions = fields.find("versions");
  fields.finish();
  if (count < 0 || count > 200'000) yaml::fail(node, "\"count\" is not from 0 to 200000");

  std::vector<PackageSeed> seeds;
  for (std::int64_t n = 0; n < count; ++n) {
    PackageSeed seed = pattern;
    if (pattern.package.id != 0) seed.package.id += n;
    seed.package.name = numbered(pattern.package.name, n + 1);
    if (versions != nullptr) {
      const VersionContext context{seed.package.type, seed.owner + "/" + seed.package.name};
      VersionsRead read = read_versions(yaml::items_of(*versions), context);
      check_versions(*versions, read.versions);
      seed.versions = std::move(read.versions);
      seed.package.blobs = std::move(read.blobs);
    }
    seeds.push_back(std::move(seed));
  }
  return seeds;
}

}  // namespace retention::simulator
