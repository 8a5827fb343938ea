#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "policy/model/decision.h"
#include "policy/model/manifest.h"
#include "tests/support/inventory_builder.h"

namespace retention::test {

// The digest of the version with an id.
inline Digest digest_of(std::int64_t id) {
  return Digest::parse(InventoryBuilder::digest_name(id)).value();
}

// The tag that names an attachment of a version.
inline std::string attachment_tag(std::int64_t subject, const std::string& ending = "") {
  return "sha256-" + to_hex(digest_of(subject)) + ending;
}

// Builds a container package with its manifests; versions are named by their ids:
//   family().index(1, days(40), {2, 3}, {"1.0"}).image(2, days(40)).image(3, days(40)).build()
class FamilyBuilder {
 public:
  FamilyBuilder& image(std::int64_t id, std::chrono::seconds age, std::vector<std::string> tags = {}) {
    return version(id, age, std::move(tags)).manifest(id, {});
  }
  FamilyBuilder& index(std::int64_t id, std::chrono::seconds age, std::vector<std::int64_t> children,
                       std::vector<std::string> tags = {}) {
    return version(id, age, std::move(tags)).manifest(id, index_of(children));
  }
  // A manifest with a subject.
  FamilyBuilder& referrer(std::int64_t id, std::chrono::seconds age, std::int64_t subject,
                          std::vector<std::string> tags = {}) {
    Manifest manifest;
    manifest.subject = digest_of(subject);
    return version(id, age, std::move(tags)).manifest(id, std::move(manifest));
  }
  // A version whose manifest is not known.
  FamilyBuilder& version(std::int64_t id, std::chrono::seconds age, std::vector<std::string> tags = {}) {
    inventory_.version(id, age, std::move(tags));
    return *this;
  }
  // The manifest of an index that was deleted.
  FamilyBuilder& gone_index(std::int64_t id, const std::vector<std::int64_t>& children) {
    return manifest(id, index_of(children));
  }
  FamilyBuilder& manifest(std::int64_t id, Manifest manifest) {
    manifests_[id] = std::move(manifest);
    return *this;
  }

  [[nodiscard]] Inventory build() const {
    Inventory inventory = inventory_.build();
    inventory.manifests.emplace();
    for (const auto& [id, manifest] : manifests_) inventory.manifests->add(digest_of(id), manifest);
    inventory.manifests->sort();
    return inventory;
  }

 private:
  static Manifest index_of(const std::vector<std::int64_t>& children) {
    Manifest manifest;
    manifest.kind = ManifestKind::index;
    for (const std::int64_t child : children) manifest.children.push_back(digest_of(child));
    return manifest;
  }

  InventoryBuilder inventory_{PackageType::container};
  std::map<std::int64_t, Manifest> manifests_;
};

inline FamilyBuilder family() {
  return {};
}

// A memory in which versions were deleted.
inline Memory after_deleting(const std::vector<std::int64_t>& ids) {
  Memory memory;
  for (const std::int64_t id : ids) memory.removed.push_back(digest_of(id));
  std::sort(memory.removed.begin(), memory.removed.end());
  return memory;
}

}  // namespace retention::test
