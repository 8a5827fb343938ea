#include "tests/integration/random_family.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <random>

#include "tests/support/family_builder.h"
#include "tests/support/rule_set_builder.h"

namespace retention::test {
namespace {

constexpr std::int64_t kMissing = 90;  // no package has a version with this id

struct NamedRules {
  const char* name;
  RuleSet rules;
};

RuleSetBuilder images(const char* policy, Mode mode = Mode::enforce) {
  return RuleSetBuilder().policy(policy, mode);
}

const std::vector<NamedRules>& all_rules() {
  static const std::vector<NamedRules> kAll{
      {"old", images("p").remove("old", {older_than("30d")}).build()},
      {"all but the newest", images("p").keep("newest", {}, 1).remove("rest", {older_than("10d")}).build()},
      {"tags, and what has none", images("p")
                                      .keep("kept", {tags_any({"keep-*"})})
                                      .remove("builds", {tags_all({"v*"}), older_than("10d")})
                                      .remove("untagged", {untagged(), older_than("10d")})
                                      .build()},
      {"a floor of two", images("p").min_keep(2).remove("everything", {everything()}).build()},
      {"protected",
       images("p").remove("old", {older_than("10d")}).protect("kept", {tags_any({"keep-*", "v3"})}).build()},
      {"tags wait for people", images("asked", Mode::approve)
                                   .remove("builds", {tags_any({"v1", "v2", "v3"})})
                                   .policy("free")
                                   .remove("old", {tags_any({"v*"}), older_than("10d")})
                                   .remove("untagged", {untagged(), older_than("10d")})
                                   .build()},
      {"tags are audited", images("audited", Mode::audit)
                               .remove("builds", {tags_any({"v1", "v2", "v3"})})
                               .policy("free")
                               .remove("old", {older_than("10d")})
                               .build()}};
  return kAll;
}

// Makes one family after the other from a seed.
class Maker {
 public:
  Maker(std::uint32_t seed, SysTime now) : random_(seed), now_(now) {}

  RandomFamily make() {
    const NamedRules& rules = all_rules()[static_cast<std::size_t>(below(std::ssize(all_rules())))];
    RandomFamily family{{}, {}, rules.rules, rules.name};
    for (Policy& policy : family.rules.policies) policy.types = {PackageType::container};
    count_ = 4 + below(5);
    for (std::int64_t id = 1; id <= count_; ++id) {
      Manifest manifest;
      if (below(5) < 2) manifest = index_of(id);
      const SysTime created = now_ - std::chrono::days(below(3) == 0 ? 1 + below(2) : 60 + below(3));
      PackageVersion version{VersionId{id}, InventoryBuilder::digest_name(id), created, created,
                             tags_of(id, manifest.kind)};
      if (below(6) == 0) manifest.subject = digest_of(another(id));
      family.manifests[digest_of(id)] = std::move(manifest);
      family.versions.push_back(std::move(version));
    }
    return family;
  }

 private:
  std::int64_t below(std::int64_t end) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint32_t>(end));
  }

  std::int64_t another(std::int64_t id) {
    const std::int64_t other = 1 + below(count_);
    return other == id ? kMissing : other;
  }

  Manifest index_of(std::int64_t id) {
    Manifest index;
    index.kind = ManifestKind::index;
    for (std::int64_t i = 1 + below(3); i > 0; --i) {
      // Mostly downwards; what lists upwards may close a circle.
      const std::int64_t child = below(6) == 0 ? another(id) : id + 1 + below(4);
      const Digest digest = digest_of(child);
      if (std::ranges::find(index.children, digest) == index.children.end()) index.children.push_back(digest);
    }
    return index;
  }

  std::vector<std::string> tags_of(std::int64_t id, ManifestKind kind) {
    const std::string number = std::to_string(id);
    if (below(8) == 0) return {attachment_tag(another(id), ".sig")};
    if (below(10) == 0) return {"keep-" + number};
    const std::int64_t share = kind == ManifestKind::index ? 6 : 3;
    if (below(9) >= share) return {};
    return {"v" + number};
  }

  std::mt19937 random_;
  SysTime now_;
  std::int64_t count_{0};
};

Digest digest_of_version(const PackageVersion& version) {
  return Digest::parse(version.name).value();
}

bool has_image_tag(const PackageVersion& version) {
  return std::ranges::any_of(*version.tags, [](const std::string& tag) { return !tag.starts_with("sha256-"); });
}

}  // namespace

RandomFamily random_family(std::uint32_t seed, SysTime now) {
  return Maker(seed, now).make();
}

Wholeness::Wholeness(const RandomFamily& family) : manifests_(family.manifests) {
  for (const PackageVersion& version : family.versions) known_[digest_of_version(version)] = version;
}

void Wholeness::add(const PackageVersion& version, const Manifest& manifest) {
  known_[digest_of_version(version)] = version;
  manifests_[digest_of_version(version)] = manifest;
}

void Wholeness::tag(VersionId version, const std::vector<std::string>& tags) {
  for (auto& [digest, known] : known_) {
    if (known.id == version) known.tags = tags;
  }
}

// Read again from the manifests and tags, not from the graph that is tried here.
std::vector<Digest> Wholeness::attached_to(const Digest& digest) const {
  std::vector<Digest> attached;
  const std::string named = "sha256-" + to_hex(digest);
  for (const auto& [other, version] : known_) {
    if (has_image_tag(version)) continue;
    const bool by_tag =
        std::ranges::any_of(*version.tags, [&](const std::string& tag) { return tag.starts_with(named); });
    if (by_tag || manifests_.at(other).subject == digest) attached.push_back(other);
  }
  return attached;
}

std::vector<Digest> Wholeness::parts_of(const Digest& digest, With with) const {
  std::vector<Digest> parts = manifests_.at(digest).children;
  if (with == With::parts_alone) return parts;
  for (const Digest& other : attached_to(digest)) {
    if (!lost_.contains(known_.at(other).id)) parts.push_back(other);
  }
  return parts;
}

std::set<Digest> Wholeness::all_below(const Digest& digest, With with) const {
  std::set<Digest> found;
  std::vector<Digest> to_do{digest};
  while (!to_do.empty()) {
    const Digest next = to_do.back();
    to_do.pop_back();
    for (const Digest& part : parts_of(next, with)) {
      if (known_.contains(part) && found.insert(part).second) to_do.push_back(part);
    }
  }
  return found;
}

std::vector<std::string> Wholeness::torn(const std::vector<PackageVersion>& active, With with) const {
  std::set<Digest> there;
  for (const PackageVersion& version : active) there.insert(digest_of_version(version));
  std::vector<std::string> found;
  for (const PackageVersion& version : active) {
    if (version.tags->empty()) continue;
    for (const Digest& part : all_below(digest_of_version(version), with)) {
      if (there.contains(part)) continue;
      found.push_back("tag " + version.tags->front() + " on version " + std::to_string(version.id.value) +
                      " lacks version " + std::to_string(known_.at(part).id.value));
    }
  }
  return found;
}

std::set<VersionId> Wholeness::stay_away(const std::vector<VersionId>& deleted) const {
  std::set<VersionId> away;
  const auto is_away = [&](const Digest& digest) {
    const auto known = known_.find(digest);
    return known != known_.end() && (away.contains(known->second.id) || lost_.contains(known->second.id));
  };
  const auto add = [&](const Digest& digest) {
    const VersionId id = known_.at(digest).id;
    return std::ranges::find(deleted, id) != deleted.end() && away.insert(id).second;
  };
  for (bool more = true; more;) {
    more = false;
    for (const auto& [digest, version] : known_) {
      if (std::ranges::any_of(manifests_.at(digest).children, is_away)) more = add(digest) || more;
      if (!away.contains(version.id)) continue;
      for (const Digest& attached : attached_to(digest)) more = add(attached) || more;
    }
  }
  return away;
}

std::vector<std::string> Wholeness::listing(VersionId version, const std::vector<PackageVersion>& active) const {
  std::vector<std::string> found;
  for (const PackageVersion& other : active) {
    for (const Digest& child : manifests_.at(digest_of_version(other)).children) {
      const auto known = known_.find(child);
      if (known != known_.end() && known->second.id == version) found.push_back(std::to_string(other.id.value));
    }
  }
  return found;
}

std::set<std::string> Wholeness::traits() const {
  std::set<std::string> found;
  std::map<Digest, int> parents;
  for (const auto& [digest, version] : known_) {
    const std::set<Digest> below = all_below(digest, With::attachments);
    if (below.contains(digest)) found.insert("circle");
    for (const Digest& child : manifests_.at(digest).children) {
      if (!known_.contains(child)) found.insert("missing part");
      if (known_.contains(child) && ++parents[child] > 1) found.insert("shared part");
      if (known_.contains(child) && manifests_.at(child).kind == ManifestKind::index) found.insert("nested index");
      if (known_.contains(child) && has_image_tag(known_.at(child))) found.insert("tagged part");
    }
    if (!version.tags->empty() && !has_image_tag(version)) found.insert("attachment by tag");
    if (version.tags->empty() && manifests_.at(digest).subject) found.insert("attachment by subject");
  }
  return found;
}

}  // namespace retention::test
