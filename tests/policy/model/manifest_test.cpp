#include "policy/model/manifest.h"

#include <gmock/gmock.h>

#include <string>

namespace retention {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Digest digest(const std::string& text) {
  return sha256(text);
}

TEST(ManifestSet, FindsWhatWasAdded) {
  ManifestSet set;
  set.reserve(3, 4);
  set.add(digest("index"), {ManifestKind::index, {digest("b"), digest("a")}, digest("subject"), {}});
  set.add(digest("a"), {});
  set.add(digest("signature"), {ManifestKind::image, {}, digest("index"), "application/x"});
  set.sort();
  ASSERT_EQ(set.size(), 3U);
  const auto index = set.find(digest("index"));
  ASSERT_TRUE(index);
  EXPECT_EQ(index->kind, ManifestKind::index);
  EXPECT_THAT(index->children, ElementsAre(digest("b"), digest("a")));
  EXPECT_EQ(*index->subject, digest("subject"));
  EXPECT_THAT(set.find(digest("a"))->children, IsEmpty());
  EXPECT_EQ(set.find(digest("a"))->subject, nullptr);
  EXPECT_EQ(*set.find(digest("signature"))->subject, digest("index"));
  EXPECT_FALSE(set.find(digest("b")));
}

TEST(ManifestSet, KeepsWhatADigestHadFirst) {
  ManifestSet set;
  set.add(digest("a"), {ManifestKind::index, {digest("b")}, {}, {}});
  set.add(digest("a"), {});
  set.sort();
  EXPECT_EQ(set.size(), 1U);
  EXPECT_EQ(set.find(digest("a"))->kind, ManifestKind::index);
}

TEST(ManifestSet, IsEmptyAtFirst) {
  EXPECT_FALSE(ManifestSet().find(digest("a")));
}

}  // namespace
}  // namespace retention
