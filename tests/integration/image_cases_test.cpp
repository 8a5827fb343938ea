// The acceptance cases on images of several platforms and on what is attached to them, through the whole program. Ids:
// 1 and on are c1 and on of the cases, 11 a signature or another referrer, 21 and on u1 and on, 101 and on v1 and on.
// What has to be deleted first has the highest id, which nothing but the graph can tell.
#include <gmock/gmock.h>

#include "tests/integration/image_world.h"

namespace retention::test {
namespace {

using testing::HasSubstr;

class ImageCases : public ImageWorld {};

constexpr const char* kOldUntagged = "    delete: [{ name: untagged, tagged: false, older_than: 7d }]\n";

constexpr const char* kTwoPlatforms =
    "      - { id: 1, label: c1, platform: linux/amd64, created: 40d }\n"
    "      - { id: 2, label: c2, platform: linux/arm64, created: 40d }\n";

TEST_F(ImageCases, Case1AnIndexKeepsItsChildren) {
  app(std::string(kTwoPlatforms) +
          "      - { id: 101, tags: [\"1.0\"], index: [c1, c2], created: 40d }\n"
          "      - { id: 21, created: 40d }\n",
      kOldUntagged);
  expect_deleted({21});
  const ToldDecision child = told(1);
  EXPECT_EQ(child.decision, "keep");
  EXPECT_EQ(child.layer, "graph");
  EXPECT_EQ(child.kind, "child");
  EXPECT_EQ(child.parent, 101);
  EXPECT_THAT(child.reasons, HasSubstr("[1.0], which stays"));
}

TEST_F(ImageCases, Case2AnAttestationThatAnIndexListsIsAChild) {
  app(std::string(kTwoPlatforms) +
          "      - { id: 3, label: c3, attests: c1, created: 40d }\n"
          "      - { id: 101, tags: [\"1.0\"], index: [c1, c2, c3], created: 40d }\n"
          "      - { id: 21, created: 40d }\n",
      kOldUntagged);
  expect_deleted({21});
  EXPECT_EQ(told(3).kind, "child");
  EXPECT_EQ(told(3).parent, 101);
}

// Two indexes that share one platform.
constexpr const char* kShared =
    "      - { id: 1, label: c1, platform: linux/amd64, created: 40d }\n"
    "      - { id: 2, label: c2, platform: linux/arm64, created: 40d }\n"
    "      - { id: 3, label: c3, platform: linux/amd64, created: 40d }\n"
    "      - { id: 101, tags: [a], index: [c1, c2], created: 40d }\n"
    "      - { id: 102, tags: [b], index: [c2, c3], created: 40d }\n";

TEST_F(ImageCases, Case3OfTwoIndexesOneGoesWithWhatIsItsAlone) {
  app(kShared, "    delete: [{ name: b, tags: [b] }]\n");
  expect_deleted({102, 3});
  EXPECT_TRUE(goes_before(102, 3)) << "an index before its children";
  const ToldDecision follower = told(3);
  EXPECT_EQ(follower.decision, "delete");
  EXPECT_EQ(follower.layer, "graph");
  EXPECT_EQ(follower.kind, "child");
  EXPECT_EQ(follower.parent, 102);
  EXPECT_EQ(follower.state, "deleted");
  EXPECT_THAT(follower.reasons, HasSubstr("[b], and goes with it: rule p/b"));
  EXPECT_EQ(told(2).parent, 101) << "the shared one stays for the other index";
}

TEST_F(ImageCases, Case4TheDayAfterTheSharedChildStillBelongsToTheOtherIndex) {
  app(kShared, "    delete: [{ name: b, tags: [b] }]\n");
  expect_deleted({102, 3});
  travel(std::chrono::hours{24});
  rules(kOldUntagged);
  expect_deleted({});
  EXPECT_THAT(active("container", "app"), testing::ElementsAre(1, 2, 101));
  EXPECT_EQ(told(2).parent, 101);
}

TEST_F(ImageCases, Case7ASignatureGoesAfterItsSubject) {
  app("      - { id: 101, label: v1, tags: [x], created: 40d }\n"
      "      - { id: 11, tags: [\"sha256-{v1}.sig\"], created: 40d }\n"
      "      - { id: 103, tags: [latest], created: 1d }\n",
      "    delete: [{ name: x, tags: [x] }]\n");
  expect_deleted({101, 11});
  EXPECT_TRUE(goes_before(101, 11)) << "a subject before its attachments";
  const ToldDecision signature = told(11);
  EXPECT_EQ(signature.layer, "graph");
  EXPECT_EQ(signature.kind, "attachment");
  EXPECT_EQ(signature.parent, 101);
  EXPECT_THAT(signature.reasons, HasSubstr("[x], and goes with it: rule p/x"));
}

TEST_F(ImageCases, Case8ASignatureStaysWithItsSubjectWhateverRulesSay) {
  app("      - { id: 101, label: v1, tags: [keep], created: 90d }\n"
      "      - { id: 11, tags: [\"sha256-{v1}.sig\"], created: 90d }\n"
      "      - { id: 21, tags: [other], created: 90d }\n",
      "    keep: [{ name: keep, tags: [keep] }]\n"
      "    delete: [{ name: old, older_than: 30d }]\n");
  expect_deleted({21});
  EXPECT_EQ(told(11).layer, "graph");
  EXPECT_THAT(told(11).reasons, HasSubstr("[keep], which stays"));
}

TEST_F(ImageCases, Case9AnUntaggedReferrerStaysWithItsSubject) {
  app("      - { id: 101, label: v1, tags: [keep], created: 90d }\n"
      "      - { id: 11, subject: v1, artifact_type: application/vnd.example.sbom, created: 90d }\n"
      "      - { id: 21, created: 90d }\n",
      kOldUntagged);
  expect_deleted({21});
  EXPECT_EQ(told(11).kind, "attachment");
  EXPECT_EQ(told(11).parent, 101);
}

// A signature of an image that nobody has, and an image.
constexpr const char* kOrphan =
    "      - { id: 11, tags: [sha256-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.sig], created: "
    "40d "
    "}\n"
    "      - { id: 101, tags: [a], created: 40d }\n";

TEST_F(ImageCases, Case11AnOrphanStaysWithoutARuleForOrphans) {
  app(kOrphan, "    delete: [{ name: old, everything: true }]\n");
  expect_deleted({});
  EXPECT_EQ(told(11).decision, "keep");
  EXPECT_EQ(told(11).kind, "attachment");
}

TEST_F(ImageCases, Case11AnOrphanGoesByARuleForOrphans) {
  app(kOrphan, "    delete: [{ name: orphans, orphan: true, older_than: 7d }]\n");
  expect_deleted({11});
}

TEST_F(ImageCases, Case16WhatIsAttachedByTagAndSubjectIsCalledForOnce) {
  app("      - { id: 101, label: v1, tags: [x], created: 40d }\n"
      "      - { id: 11, tags: [\"sha256-{v1}\"], subject: v1, artifact_type: application/vnd.example.signature, "
      "created: 40d }\n"
      "      - { id: 103, tags: [latest], created: 1d }\n",
      "    delete: [{ name: x, tags: [x] }]\n");
  expect_deleted({101, 11});
  EXPECT_TRUE(goes_before(101, 11));
  EXPECT_THAT(told(11).reasons, HasSubstr("[x], and goes with it"));
}

TEST_F(ImageCases, Case24UntaggedImagesAreCountedApart) {
  app("      - { id: 21, created: 30d }\n"
      "      - { id: 22, created: 20d }\n"
      "      - { id: 23, created: 10d }\n"
      "      - { id: 101, tags: [t1], created: 9d }\n"
      "      - { id: 1, label: c1, platform: linux/amd64, created: 1d }\n"
      "      - { id: 102, tags: [t2], index: [c1], created: 8d }\n",
      "    keep: [{ name: two, tagged: false, newest: 2 }]\n"
      "    delete: [{ name: untagged, tagged: false }]\n");
  expect_deleted({21});
  EXPECT_EQ(told(1).layer, "graph") << "a child uses no slot";
}

TEST_F(ImageCases, Case25EverythingButOneTagGoesWithItsChildren) {
  app(std::string(kTwoPlatforms) +
          "      - { id: 101, tags: [dummy], created: 90d }\n"
          "      - { id: 102, tags: [t], index: [c1, c2], created: 40d }\n"
          "      - { id: 21, created: 2d }\n",
      "    keep: [{ name: dummy, tags: [dummy] }]\n"
      "    delete: [{ name: rest, everything: true }]\n");
  expect_deleted({102, 1, 2, 21});
  EXPECT_TRUE(goes_before(102, 1));
  EXPECT_TRUE(goes_before(102, 2));
}

TEST_F(ImageCases, Case31OfImagesOfSeveralPlatformsOnlyPreReleaseTagsCount) {
  app("      - { id: 1, label: c1, platform: linux/amd64, created: 40d }\n"
      "      - { id: 2, label: c2, platform: linux/amd64, created: 30d }\n"
      "      - { id: 3, label: both, platform: linux/arm64, created: 40d }\n"
      "      - { id: 101, tags: [1.12.0-rc1], index: [c1, both], created: 40d }\n"
      "      - { id: 102, tags: [1.12.0], index: [c2, both], created: 30d }\n"
      "      - { id: 103, tags: [1.13.0], created: 10d }\n"
      "      - { id: 21, created: 50d }\n",
      "    delete: [{ name: pre-releases, prerelease: true }]\n");
  expect_deleted({101, 1});
}

}  // namespace
}  // namespace retention::test
