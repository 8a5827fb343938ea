#include "daemon/engine/restore_links.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/family_builder.h"

namespace retention::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using testing::UnorderedElementsAre;

// Deletions of one package, told by the ids of their versions.
class Family {
 public:
  Family& deleted(std::int64_t id, std::vector<std::string> tags = {}) {
    store::DeletionWork work;
    work.version = VersionId{id};
    work.plan = PlanId{1};
    work.name = test::InventoryBuilder::digest_name(id);
    work.tags = std::move(tags);
    work_.push_back(std::move(work));
    return *this;
  }
  // The last one, by another plan than the first.
  Family& by_plan(std::int64_t plan) {
    work_.back().plan = PlanId{plan};
    return *this;
  }
  Family& lists(std::int64_t id, const std::vector<std::int64_t>& parts) {
    Manifest& index = manifests_[id];
    index.kind = ManifestKind::index;
    for (const std::int64_t part : parts) {
      index.children.push_back(test::digest_of(part));
      named_.push_back(test::digest_of(part));
    }
    return *this;
  }
  Family& attached(std::int64_t id, std::int64_t subject) {
    manifests_[id].subject = test::digest_of(subject);
    return *this;
  }

  [[nodiscard]] RestoreLinks links() const {
    KnownParts parts;
    for (const auto& [id, manifest] : manifests_) parts.manifests.add(test::digest_of(id), manifest);
    parts.manifests.sort();
    std::set<std::string> names;
    for (const store::DeletionWork& work : work_) names.insert(work.name);
    for (const Digest& digest : named_) {
      if (!names.contains(digest.to_string())) parts.others.push_back(digest);
    }
    std::ranges::sort(parts.others);
    parts.others.erase(std::unique(parts.others.begin(), parts.others.end()), parts.others.end());
    RestoreLinks links;
    links.add(work_, parts);
    return links;
  }
  [[nodiscard]] std::vector<std::int64_t> order() const {
    std::vector<std::int64_t> ids;
    for (const std::size_t position : links().order()) ids.push_back(work_[position].version.value);
    return ids;
  }
  // Which lack something once these are lost, each at its turn.
  [[nodiscard]] std::vector<std::int64_t> lacking(const std::vector<std::int64_t>& lost) const {
    const RestoreLinks all = links();
    Losses losses(all);
    std::vector<std::int64_t> found;
    for (const std::size_t position : all.order()) {
      const std::int64_t id = work_[position].version.value;
      const bool lacks = losses.lacking(position).has_value();
      if (lacks) found.push_back(id);
      if (lacks || std::ranges::find(lost, id) != lost.end()) losses.lose(position);
    }
    return found;
  }

 private:
  std::vector<store::DeletionWork> work_;
  std::map<std::int64_t, Manifest> manifests_;
  std::vector<Digest> named_;
};

TEST(RestoreLinks, WithoutLinksTheOrderStays) {
  EXPECT_THAT(Family().deleted(3).deleted(1).deleted(2).order(), ElementsAre(3, 1, 2));
  EXPECT_THAT(RestoreLinks().order(), IsEmpty());
}

TEST(RestoreLinks, PartsComeBeforeTheirIndexAtAnyDepth) {
  const Family family =
      Family().deleted(9).deleted(1).deleted(10).deleted(2).deleted(3).lists(10, {1, 11}).lists(11, {2}).lists(2, {3});
  EXPECT_THAT(family.order(), ElementsAre(9, 1, 3, 2, 10)) << "11 is not deleted, but lists what is";
}

TEST(RestoreLinks, ASubjectComesBeforeItsAttachments) {
  const Family family = Family()
                            .deleted(5, {test::attachment_tag(1, ".sig")})
                            .deleted(6, {test::attachment_tag(1)})
                            .deleted(7)
                            .deleted(1)
                            .attached(7, 1)
                            .lists(6, {7});
  EXPECT_THAT(family.order(), ElementsAre(1, 5, 7, 6)) << "6 lists what is attached to 1, as registries do";
}

TEST(RestoreLinks, ACircleOfAttachmentsLeavesPartsBeforeTheirIndex) {
  const Family family =
      Family().deleted(5).deleted(1, {test::attachment_tag(10, ".sig")}).deleted(10).attached(5, 1).lists(10, {1});
  const std::vector<std::int64_t> order = family.order();
  EXPECT_THAT(order, UnorderedElementsAre(1, 5, 10));
  EXPECT_LT(std::ranges::find(order, 1), std::ranges::find(order, 10));
}

TEST(RestoreLinks, CirclesLoseNothing) {
  const Family family = Family().deleted(1).deleted(2).deleted(3).lists(1, {2}).lists(2, {3}).lists(3, {1, 3});
  EXPECT_THAT(family.order(), UnorderedElementsAre(1, 2, 3));
  EXPECT_THAT(family.lacking({family.order().front()}), testing::SizeIs(2)) << "all of the circle but what was tried";
}

TEST(RestoreLinks, AChainAsLongAsAPackageIsNoMatterOfTheStack) {
  constexpr std::int64_t kLinks = 20000;
  Family family;
  for (std::int64_t id = kLinks; id >= 1; --id) family.deleted(id);
  for (std::int64_t id = 2; id <= kLinks; ++id) family.lists(id, {id - 1});
  const std::vector<std::int64_t> order = family.order();
  EXPECT_TRUE(std::ranges::is_sorted(order));
  EXPECT_EQ(order.size(), std::size_t{kLinks});
}

TEST(Losses, AnIndexIsLeftWithoutItsPartsAtAnyDepth) {
  const Family family = Family()
                            .deleted(1)
                            .deleted(2)
                            .deleted(3)
                            .deleted(10)
                            .deleted(20)
                            .lists(10, {11, 2})
                            .lists(11, {1})
                            .lists(20, {3});
  EXPECT_THAT(family.lacking({1}), ElementsAre(10)) << "over 11, which is there";
  EXPECT_THAT(family.lacking({2}), ElementsAre(10));
  EXPECT_THAT(family.lacking({10, 20}), IsEmpty()) << "parts do without their index";
}

TEST(Losses, AnAttachmentIsLeftWithoutItsSubject) {
  const Family family = Family()
                            .deleted(1)
                            .deleted(5, {test::attachment_tag(1, ".sig")})
                            .deleted(6)
                            .attached(6, 5)
                            .deleted(10)
                            .lists(10, {1});
  EXPECT_THAT(family.lacking({1}), UnorderedElementsAre(5, 6, 10));
  EXPECT_THAT(family.lacking({5}), ElementsAre(6)) << "an image does without what is attached to it";
}

TEST(Losses, SayWhatIsLacking) {
  const RestoreLinks links =
      Family().deleted(5, {test::attachment_tag(1, ".sig")}).deleted(10).lists(10, {1, 2}).links();
  Losses losses(links);
  losses.lose({0, test::digest_of(7), {PlanId{1}}});
  EXPECT_FALSE(losses.lacking(1)) << "nothing needs 7";
  losses.lose({0, test::digest_of(2), {PlanId{1}}});
  EXPECT_THAT(losses.lacking(1), Optional(test::InventoryBuilder::digest_name(2) + ", which it lists,"));
  EXPECT_FALSE(losses.lacking(0));
  losses.lose({0, test::digest_of(1), {PlanId{1}}});
  EXPECT_THAT(losses.lacking(1), Optional(test::InventoryBuilder::digest_name(2) + ", which it lists,"))
      << "the first is told";
}

TEST(Losses, OfOtherPeopleCountForThePlansThatSawThePart) {
  const RestoreLinks links = Family()
                                 .deleted(10)
                                 .deleted(20)
                                 .by_plan(2)
                                 .deleted(30)
                                 .lists(10, {11})
                                 .lists(11, {1, 2})
                                 .lists(20, {1})
                                 .lists(30, {3})
                                 .links();
  Losses losses(links);
  losses.lose({0, test::digest_of(2), {PlanId{2}}});
  EXPECT_FALSE(losses.lacking(0)) << "10 was deleted without it";
  losses.lose({0, test::digest_of(1), {PlanId{2}}});
  EXPECT_FALSE(losses.lacking(0));
  EXPECT_TRUE(losses.lacking(1));
  losses.lose({0, test::digest_of(1), {PlanId{1}, PlanId{2}}});
  EXPECT_THAT(losses.lacking(0), Optional(test::InventoryBuilder::digest_name(1) + ", which it lists,"))
      << "by way of 11, which nobody deleted";
  EXPECT_FALSE(losses.lacking(2));
}

TEST(RestoreLinks, TellWhatIsListedAndIsNoDeletion) {
  const RestoreLinks links = Family().deleted(10).deleted(2).lists(10, {3, 2, 11}).lists(11, {1}).links();
  const auto beside = links.beside();
  ASSERT_THAT(beside, testing::SizeIs(1));
  EXPECT_EQ(beside[0].first, 0U);
  EXPECT_EQ(beside[0].count, 2U);
  EXPECT_THAT(beside[0].digests, UnorderedElementsAre(test::digest_of(1), test::digest_of(3), test::digest_of(11)));
  EXPECT_THAT(Family().deleted(10).links().beside(), IsEmpty());
}

TEST(Losses, HoldOnlyWithinTheirPackage) {
  KnownParts parts;
  Manifest index;
  index.kind = ManifestKind::index;
  index.children = {test::digest_of(1)};
  parts.manifests.add(test::digest_of(10), index);
  parts.manifests.sort();
  parts.others = {test::digest_of(1)};
  store::DeletionWork part;
  part.name = test::InventoryBuilder::digest_name(1);
  store::DeletionWork whole;
  whole.plan = PlanId{1};
  whole.name = test::InventoryBuilder::digest_name(10);
  RestoreLinks links;
  links.add(std::vector{part}, {});
  links.add(std::vector{whole}, parts);
  EXPECT_THAT(links.order(), ElementsAre(0, 1));
  Losses losses(links);
  losses.lose(0);
  EXPECT_FALSE(losses.lacking(1));
  losses.lose({1, test::digest_of(1), {PlanId{1}}});
  EXPECT_TRUE(losses.lacking(1));
}

}  // namespace
}  // namespace retention::engine
