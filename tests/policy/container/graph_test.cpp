#include "policy/container/graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/family_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::family;

Node node_of(const Inventory& inventory, std::int64_t id) {
  const auto found = std::find_if(inventory.versions.begin(), inventory.versions.end(),
                                  [&](const PackageVersion& version) { return version.id == VersionId{id}; });
  return static_cast<Node>(found - inventory.versions.begin());
}

std::multiset<std::int64_t> ids(const Inventory& inventory, std::span<const Link> links, Link::Kind kind) {
  std::multiset<std::int64_t> found;
  for (const Link link : links) {
    if (link.kind() != kind) continue;
    const bool listed = link.node() < inventory.versions.size();
    found.insert(listed ? inventory.versions[link.node()].id.value : -1);
  }
  return found;
}

using Ids = std::multiset<std::int64_t>;

TEST(ManifestGraph, TiesIndexesToWhatTheyListBothWays) {
  const Inventory inventory = family()
                                  .index(1, days(3), {3, 4, 99}, {"a"})
                                  .index(2, days(2), {4}, {"b"})
                                  .image(3, days(3))
                                  .image(4, days(3))
                                  .build();
  const ManifestGraph graph(inventory, {});
  EXPECT_EQ(graph.size(), 4U);
  EXPECT_EQ(ids(inventory, graph.below(node_of(inventory, 1)), Link::Kind::lists), (Ids{3, 4}));
  EXPECT_EQ(ids(inventory, graph.above(node_of(inventory, 4)), Link::Kind::lists), (Ids{1, 2}));
  EXPECT_TRUE(graph.above(node_of(inventory, 1)).empty());
  EXPECT_TRUE(graph.below(node_of(inventory, 4)).empty());
}

TEST(ManifestGraph, TiesAnAttachmentOnceToEachSubjectOfTagsAndManifest) {
  const Inventory inventory = family()
                                  .image(1, days(3), {"a"})
                                  .image(2, days(3), {"b"})
                                  .referrer(3, days(2), 1, {test::attachment_tag(1, ".sig"), test::attachment_tag(2)})
                                  .referrer(4, days(2), 2)
                                  .build();
  const ManifestGraph graph(inventory, {});
  EXPECT_EQ(ids(inventory, graph.above(node_of(inventory, 3)), Link::Kind::attaches), (Ids{1, 2}));
  EXPECT_EQ(ids(inventory, graph.below(node_of(inventory, 2)), Link::Kind::attaches), (Ids{3, 4}));
  EXPECT_TRUE(graph.has_subject(node_of(inventory, 4)));
  EXPECT_FALSE(graph.has_subject(node_of(inventory, 1)));
}

TEST(ManifestGraph, DoesNotTieATaggedImageToItsSubject) {
  const Inventory inventory = family().image(1, days(3), {"a"}).referrer(2, days(2), 1, {"b"}).build();
  const ManifestGraph graph(inventory, {});
  EXPECT_TRUE(graph.above(node_of(inventory, 2)).empty());
}

TEST(ManifestGraph, HoldsWhatWasDeletedUnlessItIsBack) {
  const Inventory inventory =
      family().image(1, days(3)).image(2, days(3), {"a"}).gone_index(8, {9}).gone_index(9, {1}).build();
  const std::vector<Digest> removed{test::digest_of(8), test::digest_of(9), test::digest_of(2)};
  const ManifestGraph graph(inventory, removed);
  EXPECT_EQ(graph.size(), 4U);
  EXPECT_EQ(ids(inventory, graph.above(node_of(inventory, 1)), Link::Kind::lists), (Ids{-1}));
  const Node above = graph.above(node_of(inventory, 1)).front().node();
  EXPECT_TRUE(graph.is_removed(above));
  EXPECT_FALSE(graph.is_removed(node_of(inventory, 2)));
  EXPECT_EQ(graph.above(above).size(), 1U) << "through one that is gone as well";
}

TEST(ManifestGraph, CountsWhatIsLeftOfAnIndex) {
  const Inventory inventory = family()
                                  .image(1, days(3))
                                  .index(2, days(3), {1}, {"whole"})
                                  .index(3, days(3), {1, 90}, {"some"})
                                  .index(4, days(3), {90, 91}, {"all"})
                                  .index(5, days(3), {}, {"empty"})
                                  .version(6, days(3), {"unknown"})
                                  .build();
  const std::vector<Digest> removed{test::digest_of(91)};
  const ManifestGraph graph(inventory, removed);
  EXPECT_EQ(graph.parts(node_of(inventory, 1)), Parts::none);
  EXPECT_EQ(graph.parts(node_of(inventory, 2)), Parts::whole);
  EXPECT_EQ(graph.parts(node_of(inventory, 3)), Parts::some_gone);
  EXPECT_EQ(graph.parts(node_of(inventory, 4)), Parts::all_gone);
  EXPECT_EQ(graph.parts(node_of(inventory, 5)), Parts::none);
  EXPECT_EQ(graph.parts(node_of(inventory, 6)), Parts::unknown);
}

}  // namespace
}  // namespace retention
