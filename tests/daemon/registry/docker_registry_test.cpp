// The reader against a registry that others wrote.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "daemon/registry/reader.h"
#include "tests/daemon/registry/reader_fixture.h"
#include "tests/support/docker_registry.h"

namespace retention::registry {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;

class DockerRegistryTest : public ::testing::Test {
 protected:
  DockerRegistryTest() {
    const auto url = *http::parse_url(registry_.url());
    reader_ = std::make_unique<ManifestReader>(ReaderOptions{{{url, url}, "1.2.3"}, {}, {}}, tokens_, clock_);
    // What image() names as its configuration and its layer.
    for (const char* blob : {"-1", "-2"}) registry_.push_blob("acme/team/web", blob);
  }

  Digest push(const std::string& body, const std::string& type) {
    return registry_.push_manifest("acme/team/web", body, type);
  }
  Digest push_image(const std::string& note) {
    return push(image(R"(,"annotations":{"note":")" + note + "\"}"), kOciImage);
  }

  Result<void> read(const std::vector<Digest>& digests, const Package& from = package()) {
    return reader_->read(from, digests, sink_, {});
  }

  retention::test::DockerRegistry registry_;
  retention::test::FakeClock clock_;
  retention::test::FixedTokens tokens_{"ghp_secret"};
  KeepingSink sink_;
  std::unique_ptr<ManifestReader> reader_;
};

TEST_F(DockerRegistryTest, ReadsIndexesAtAnyDepthImagesAndWhatIsAttached) {
  const Digest amd = push_image("amd");
  const Digest arm = push_image("arm");
  const Digest multi = push(index({descriptor(kOciImage, amd), descriptor(kOciImage, arm)}), kOciIndex);
  const Digest nested = push(index({descriptor(kOciIndex, multi), descriptor(kOciImage, amd)}), kOciIndex);
  const Digest proof =
      push(image(R"(,"artifactType":"application/x-proof","subject":)" + descriptor(kOciIndex, multi)), kOciImage);
  const Digest docker = push(image("", kDockerImage), kDockerImage);
  const Digest list = push(index({descriptor(kDockerImage, docker)}, "", kDockerList), kDockerList);
  ASSERT_TRUE(read({amd, arm, multi, nested, proof, docker, list}));
  EXPECT_EQ(sink_.good(), 7U);
  EXPECT_EQ(*sink_.at(amd), (Manifest{ManifestKind::image, {}, std::nullopt, ""}));
  EXPECT_EQ(*sink_.at(multi), (Manifest{ManifestKind::index, {amd, arm}, std::nullopt, ""}));
  EXPECT_EQ(*sink_.at(nested), (Manifest{ManifestKind::index, {multi, amd}, std::nullopt, ""}));
  EXPECT_EQ(*sink_.at(proof), (Manifest{ManifestKind::image, {}, multi, "application/x-proof"}));
  EXPECT_EQ(*sink_.at(list), (Manifest{ManifestKind::index, {docker}, std::nullopt, ""}));
}

TEST_F(DockerRegistryTest, TellsADeletedChildOfALiveIndex) {
  const Digest amd = push_image("amd");
  const Digest arm = push_image("arm");
  const Digest multi = push(index({descriptor(kOciImage, amd), descriptor(kOciImage, arm)}), kOciIndex);
  registry_.delete_manifest("acme/team/web", arm);
  ASSERT_TRUE(read({amd, arm, multi}));
  EXPECT_TRUE(sink_.at(amd));
  EXPECT_EQ(sink_.at(arm).error().code, ErrorCode::not_found);
  EXPECT_THAT(sink_.at(multi)->children, ElementsAre(amd, arm));
}

TEST_F(DockerRegistryTest, ReadsManyOverManyConnections) {
  std::vector<Digest> all;
  for (int i = 0; i < 150; ++i) all.push_back(push_image(std::to_string(i)));
  ASSERT_TRUE(read(all));
  EXPECT_EQ(sink_.good(), 150U);
}

TEST_F(DockerRegistryTest, SaysThatThePasswordIsNotAccepted) {
  tokens_.set(Purpose::read, "ghp_wrong");
  const auto done = read({push_image("amd")});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::unauthorized);
  EXPECT_THAT(done.error().message, HasSubstr("401 UNAUTHORIZED"));
  EXPECT_EQ(sink_.size(), 0U);
}

}  // namespace
}  // namespace retention::registry
