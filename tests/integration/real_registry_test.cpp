// The whole program with the manifests of a registry that others wrote, filled by the tools that people use: after
// each single deletion, whatever tag still resolves has to resolve to a complete image. The simulator plays GitHub's
// side of the same digests; what it deletes and restores is done to the registry in the same order.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/integration/image_tools.h"
#include "tests/integration/ledger_view.h"
#include "tests/integration/same_versions.h"
#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;
using testing::UnorderedElementsAreArray;
using Json = nlohmann::json;

constexpr const char* kRepository = "acme/app";
constexpr const char* kIndexType = "application/vnd.oci.image.index.v1+json";
constexpr const char* kImageType = "application/vnd.oci.image.manifest.v1+json";
constexpr const char* kLayerType = "application/vnd.oci.image.layer.v1.tar+gzip";
constexpr const char* kSignatureType = "application/vnd.dev.cosign.simplesigning.v1+json";

Json descriptor_of(const std::string& type, const std::string& content) {
  return {{"mediaType", type}, {"digest", sha256(content).to_string()}, {"size", content.size()}};
}

// What GitHub and the registry hold of one version.
struct Held {
  Digest digest;
  DockerRegistry::Manifest manifest{};
  std::vector<std::string> tags{};
  std::string age{};
};

class RealRegistry : public WholeProgram {
 protected:
  void SetUp() override {
    fill_registry();
    tell_github();
    first_tags_ = registry_.tags(kRepository);
    before_ = sim().active("acme", "container", "app");
  }

  // Does to the registry what GitHub did since the last call, and looks at all tags after each step.
  void follow_github() {
    for (const auto& mutation : sim().mutations()) {
      const Held& version = versions_.at(mutation.version_id);
      if (mutation.operation == "delete_version") {
        registry_.delete_manifest(kRepository, version.digest);
      } else {
        push_again(version);
      }
      expect_complete_tags(mutation.operation + " of " + std::to_string(mutation.version_id));
    }
    sim().clear_log();
  }

  std::vector<std::string> tags() { return registry_.tags(kRepository); }

  void expect_complete_tags(const std::string& when) {
    for (const std::string& tag : tags()) {
      // Its entries are no manifests, so that there is no image to copy.
      const bool whole = tag != "buildcache";
      EXPECT_EQ(whole ? tools_.trouble_with(tag) : tools_.trouble_with_raw(tag), "") << tag << " after " << when;
    }
  }

  void expect_first_state() {
    expect_same_versions(sim().active("acme", "container", "app"), before_);
    EXPECT_THAT(tags(), UnorderedElementsAreArray(first_tags_));
  }

  static std::string signature_tag(const Held& version) {
    return "sha256-" + version.digest.to_string().substr(std::string("sha256:").size()) + ".sig";
  }

  const Held& version(std::int64_t id) const { return versions_.at(id); }

 private:
  // Two images of two platforms, of which they share one, each with a signature and a proof that is attached by its
  // subject alone; an image that lost its tag to another one; and a build cache.
  void fill_registry() {
    tools_.push("1.0", "old", "the same");
    tools_.push("2.0", "new", "the same");
    tools_.copy("2.0", "latest");
    hold_index(5, {1, 2}, "1.0", {"1.0"}, "40d");
    hold_index(9, {6, 2}, "2.0", {"2.0", "latest"}, "5d");
    for (const std::int64_t subject : {5, 9}) {
      const Held& index = version(subject);
      const std::string tag = signature_tag(index);
      push_image("signature of " + tag, kSignatureType, {}, tag);
      hold(subject - 2, tag, {tag}, index.age);
      const Json named{
          {"mediaType", kIndexType}, {"digest", index.digest.to_string()}, {"size", index.manifest.content.size()}};
      const Json more{{"artifactType", "application/vnd.example.proof"}, {"subject", named}};
      hold(subject - 1, push_image("proof of " + tag, kLayerType, more).to_string(), {}, index.age);
    }
    const Digest left_over = push_image("yesterday", kLayerType, {}, "edge");
    push_image("today", kLayerType, {}, "edge");
    hold(10, left_over.to_string(), {}, "20d");
    hold(11, "edge", {"edge"}, "2d");
    const Json cache{{"schemaVersion", 2},
                     {"mediaType", kIndexType},
                     {"manifests", Json::array({descriptor_of(kLayerType, "today")})}};
    registry_.push_manifest(kRepository, cache.dump(), kIndexType, "buildcache");
    hold(12, "buildcache", {"buildcache"}, "1d");
  }

  // An image with one layer, and what else it says. By its digest if there is no tag.
  Digest push_image(const std::string& layer, const std::string& layer_type, const Json& more = {},
                    const std::string& tag = {}) {
    const std::string config = Json{{"architecture", "amd64"}, {"os", "linux"}, {"comment", layer}}.dump();
    for (const std::string& blob : {config, layer}) registry_.push_blob(kRepository, blob);
    Json image{{"schemaVersion", 2},
               {"mediaType", kImageType},
               {"config", descriptor_of("application/vnd.oci.image.config.v1+json", config)},
               {"layers", Json::array({descriptor_of(layer_type, layer)})}};
    if (!more.is_null()) image.update(more);
    return registry_.push_manifest(kRepository, image.dump(), kImageType, tag);
  }

  void hold(std::int64_t id, const std::string& reference, const std::vector<std::string>& tags,
            const std::string& age) {
    const auto manifest = registry_.manifest(kRepository, reference);
    if (!manifest) throw std::runtime_error("the registry has no " + reference);
    versions_.insert_or_assign(id, Held{sha256(manifest->content), *manifest, tags, age});
  }

  // An index and its images for amd64 and arm64.
  void hold_index(std::int64_t id, const std::vector<std::int64_t>& children, const std::string& reference,
                  const std::vector<std::string>& tags, const std::string& age) {
    hold(id, reference, tags, age);
    const Json index = Json::parse(version(id).manifest.content);
    for (const Json& entry : index.at("manifests")) {
      const std::size_t at = entry.at("platform").at("architecture") == "amd64" ? 0 : 1;
      hold(children[at], entry.at("digest").get<std::string>(), {}, age);
    }
  }

  void tell_github() {
    std::string scenario =
        "owners: [{ login: acme, admins: [robot] }]\n"
        "tokens: [{ value: ghp_secret, user: robot, scopes: [write:packages, delete:packages, repo] }]\n"
        "packages:\n  - owner: acme\n    type: container\n    name: app\n    versions:\n";
    for (const auto& [id, held] : versions_) {
      scenario += fmt::format("      - {{ id: {}, name: \"{}\", tags: {}, created: {} }}\n", id,
                              held.digest.to_string(), Json(held.tags).dump(), held.age);
    }
    world(scenario);
    policies(
        "  - name: p\n    owner: org:acme\n    type: container\n    packages: [app]\n    delete:\n"
        "      - { name: old, tags: [\"1.*\"], older_than: 30d }\n"
        "      - { name: untagged, tagged: false, older_than: 7d }\n");
    change("registry_url: " + sim().url(), "registry_url: " + registry_.url());
    environment()["TOKEN"] = "ghp_secret";
  }

  void push_again(const Held& version) {
    const auto& [type, content] = version.manifest;
    registry_.push_manifest(kRepository, content, type);
    for (const std::string& tag : version.tags) registry_.push_manifest(kRepository, content, type, tag);
  }

  DockerRegistry registry_;
  ImageTools tools_{registry_, kRepository};
  std::map<std::int64_t, Held> versions_;
  std::vector<std::string> first_tags_;
  std::vector<simulator::VersionView> before_;
};

TEST_F(RealRegistry, WhateverTagResolvesIsCompleteAfterEachDeletionAndAfterAnUndo) {
  expect_complete_tags("the first push");
  const Output applied = run({"apply"});
  ASSERT_EQ(applied.status, 0) << applied.out << applied.err;
  EXPECT_THAT(delete_calls(), ElementsAre(1, 3, 4, 5, 10)) << applied.out;
  follow_github();
  EXPECT_THAT(tags(), UnorderedElementsAre("2.0", "latest", "edge", "buildcache", signature_tag(version(9))));

  const Output again = run({"apply"});
  EXPECT_EQ(again.status, 0) << again.out << again.err;
  EXPECT_THAT(delete_calls(), IsEmpty()) << again.out;

  const Output undone = run({"undo", "--run", "1", "--yes"});
  EXPECT_EQ(undone.status, 0) << undone.out << undone.err;
  follow_github();
  expect_first_state();
  EXPECT_THAT(deletion_states(ledger()), Each(Pair(testing::_, "restored")));

  const Output last = run({"apply"});
  EXPECT_EQ(last.status, 0) << last.out << last.err;
  EXPECT_THAT(delete_calls(), IsEmpty()) << last.out;
  EXPECT_EQ(run({"verify"}).status, 0);
}

}  // namespace
}  // namespace retention::test
