#include "tests/policy/reference/nature.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace retention::reference {
namespace {

bool names_attachment(std::string_view tag) {
  constexpr std::string_view kPrefix = "sha256-";
  constexpr std::size_t kHexDigits = 64;
  if (!tag.starts_with(kPrefix)) return false;
  tag.remove_prefix(kPrefix.size());
  const std::string_view hex = tag.substr(0, kHexDigits);
  if (hex.size() != kHexDigits || hex.find_first_not_of("0123456789abcdef") != std::string_view::npos) return false;
  tag.remove_prefix(kHexDigits);
  return tag.empty() || tag == ".sig" || tag == ".att" || tag == ".sbom";
}

}  // namespace

bool carries_tags(PackageType type) {
  return type == PackageType::container || type == PackageType::docker;
}

bool lacks_tags(PackageType type, const PackageVersion& version) {
  return carries_tags(type) && !version.tags;
}

bool may_be_part(PackageType type, const PackageVersion& version) {
  if (type != PackageType::container) return false;
  return !version.tags || std::all_of(version.tags->begin(), version.tags->end(), names_attachment);
}

const Manifest* manifest_of(const Case& question, const std::string& name) {
  if (!question.manifests) return nullptr;
  const auto found = question.manifests->find(name);
  return found == question.manifests->end() ? nullptr : &found->second;
}

std::vector<std::string> subjects_of(const Case& question, const PackageVersion& version) {
  std::vector<std::string> subjects;
  if (!version.tags || !std::all_of(version.tags->begin(), version.tags->end(), names_attachment)) return subjects;
  for (const std::string& tag : *version.tags) subjects.push_back("sha256:" + tag.substr(7, 64));
  const Manifest* const manifest = manifest_of(question, version.name);
  if (manifest != nullptr && manifest->subject) subjects.push_back(manifest->subject->to_string());
  return subjects;
}

std::vector<std::string> removed_from(const Case& question) {
  std::vector<std::string> names;
  for (const Digest& digest : question.memory.removed) {
    const std::string name = digest.to_string();
    const auto& versions = question.inventory.versions;
    const bool back = std::any_of(versions.begin(), versions.end(),
                                  [&](const PackageVersion& version) { return version.name == name; });
    if (!back) names.push_back(name);
  }
  return names;
}

bool lists(const Case& question, const std::string& index, const std::string& listed) {
  const Manifest* const manifest = manifest_of(question, index);
  if (manifest == nullptr || manifest->kind != ManifestKind::index) return false;
  return std::any_of(manifest->children.begin(), manifest->children.end(),
                     [&](const Digest& child) { return child.to_string() == listed; });
}

Nature nature_of(const Case& question, const PackageVersion& version) {
  const PackageType type = question.inventory.package.type;
  if (type != PackageType::container) return Nature::image;
  if (!question.manifests) return may_be_part(type, version) ? Nature::unclear : Nature::image;
  if (!version.tags) return Nature::unclear;
  if (!subjects_of(question, version).empty()) return Nature::attachment;
  if (!version.tags->empty()) return Nature::image;
  std::vector<std::string> package = removed_from(question);
  for (const PackageVersion& other : question.inventory.versions) package.push_back(other.name);
  for (const std::string& other : package) {
    if (lists(question, other, version.name)) return Nature::child;
  }
  return manifest_of(question, version.name) == nullptr ? Nature::unclear : Nature::image;
}

std::vector<std::string> texts_of(PackageType type, const PackageVersion& version) {
  if (!carries_tags(type)) return {version.name};
  return version.tags.value_or(std::vector<std::string>{});
}

bool is_newer(const PackageVersion& a, const PackageVersion& b) {
  return a.created_at != b.created_at ? *a.created_at > *b.created_at : a.id > b.id;
}

}  // namespace retention::reference
