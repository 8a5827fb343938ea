#include "policy/container/version_kind.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/inventory_builder.h"

namespace retention {
namespace {

using std::chrono::days;

const std::string kSubject = "sha256-" + std::string(64, 'a');

VersionKind kind(PackageType type, std::vector<std::string> tags) {
  return kind_of(type, test::inventory(type).version(1, days(1), std::move(tags)).build().versions.front());
}

TEST(AttachmentTag, IsADigestWithAKnownEnding) {
  for (const char* ending : {"", ".sig", ".att", ".sbom"}) EXPECT_TRUE(is_attachment_tag(kSubject + ending)) << ending;
  for (const std::string& tag : {std::string("sha256-"), kSubject + ".txt", kSubject + "0", kSubject + ".sig.sig",
                                 kSubject.substr(0, 70), "x" + kSubject, "sha256-" + std::string(64, 'A'),
                                 "sha256:" + std::string(64, 'a'), std::string("sha-abc"), std::string()}) {
    EXPECT_FALSE(is_attachment_tag(tag)) << tag;
  }
}

TEST(VersionKind, IsUnclearForWhatMayBePartOfAnImage) {
  EXPECT_EQ(kind(PackageType::container, {}), VersionKind::unclear);
  EXPECT_EQ(kind(PackageType::container, {kSubject + ".sig"}), VersionKind::unclear);
  EXPECT_EQ(kind(PackageType::container, {kSubject + ".sig", kSubject + ".att"}), VersionKind::unclear);
  EXPECT_EQ(kind_of(PackageType::container, {VersionId{1}, "sha256:a", {}, {}, std::nullopt}), VersionKind::unclear);
}

TEST(VersionKind, IsImageForWhatAPersonTagged) {
  EXPECT_EQ(kind(PackageType::container, {"v1"}), VersionKind::image);
  EXPECT_EQ(kind(PackageType::container, {"v1", kSubject}), VersionKind::image);
}

TEST(VersionKind, IsImageForEveryVersionOfOtherTypes) {
  EXPECT_EQ(kind(PackageType::docker, {}), VersionKind::image);
  EXPECT_EQ(kind(PackageType::docker, {kSubject}), VersionKind::image);
  EXPECT_EQ(kind(PackageType::npm, {}), VersionKind::image);
}

}  // namespace
}  // namespace retention
