#include "tests/bench/family_inputs.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "daemon/config/load.h"
#include "policy/base/digest.h"
#include "tests/bench/inputs.h"

namespace retention::bench {
namespace {

Digest digest_at(const Inventory& inventory, std::size_t position) {
  return Digest::parse(inventory.versions[position].name).value();
}

Manifest index_of(std::vector<Digest> children) {
  Manifest index;
  index.kind = ManifestKind::index;
  index.children = std::move(children);
  return index;
}

// Versions without a tag but the oldest, and the newest, which is an image that stays.
Inventory under_one_tag(std::size_t versions) {
  Inventory inventory = inventory_of(PackageType::container, versions);
  for (PackageVersion& version : inventory.versions) version.tags->clear();
  inventory.versions.back().tags = {"main-0123456"};
  inventory.versions.front().tags = {"latest"};
  inventory.manifests.emplace().reserve(versions, versions);
  inventory.manifests->add(digest_at(inventory, 0), {});
  return inventory;
}

}  // namespace

RuleSet graph_rules() {
  auto loaded = config::load_file(std::string(RETENTION_BENCH_FOLDER) + "/graph.yaml");
  if (!loaded) throw std::runtime_error(loaded.error().list.front().text);
  return std::move(loaded->config.rules);
}

Inventory family_of(std::size_t versions) {
  constexpr std::size_t kOfOne = 5;
  constexpr std::size_t kSignature = 4;
  Inventory inventory = inventory_of(PackageType::container, versions);
  ManifestSet& manifests = inventory.manifests.emplace();
  manifests.reserve(versions, versions);
  for (std::size_t first = 0; first < versions; first += kOfOne) {
    Manifest index;
    index.kind = ManifestKind::index;
    const std::string& name = inventory.versions[first].name;
    inventory.versions[first].tags = {"main-" + name.substr(7, 7)};
    for (std::size_t i = 1; i < kOfOne && first + i < versions; ++i) {
      PackageVersion& version = inventory.versions[first + i];
      const Digest digest = Digest::parse(version.name).value();
      version.tags->clear();
      if (i == kSignature) {
        version.tags->push_back("sha256-" + name.substr(7) + ".sig");
      } else {
        index.children.push_back(digest);
      }
      manifests.add(digest, {});
    }
    manifests.add(Digest::parse(name).value(), index);
  }
  manifests.sort();
  return inventory;
}

Inventory wide_family_of(std::size_t versions) {
  Inventory inventory = under_one_tag(versions);
  std::vector<Digest> children;
  for (std::size_t i = 1; i + 1 < versions; ++i) {
    children.push_back(digest_at(inventory, i));
    inventory.manifests->add(children.back(), {});
  }
  inventory.manifests->add(digest_at(inventory, versions - 1), index_of(std::move(children)));
  inventory.manifests->sort();
  return inventory;
}

Inventory deep_family_of(std::size_t versions) {
  Inventory inventory = under_one_tag(versions);
  inventory.manifests->add(digest_at(inventory, 1), {});
  for (std::size_t i = 2; i < versions; ++i) {
    inventory.manifests->add(digest_at(inventory, i), index_of({digest_at(inventory, i - 1)}));
  }
  inventory.manifests->sort();
  return inventory;
}

}  // namespace retention::bench
