#include "policy/floor.h"

#include <gtest/gtest.h>

#include <utility>

namespace retention {
namespace {

using enum Standing::Fate;
using enum Standing::Weight;
using Promoted = std::vector<std::pair<std::size_t, std::vector<ReasonCode>>>;

Promoted promoted(PackageType type, std::int64_t min_keep, const std::vector<Standing>& newest_first) {
  Promoted result;
  for (const Promotion& promotion : promote(type, min_keep, newest_first)) {
    result.emplace_back(promotion.position, promotion.codes);
  }
  return result;
}

const std::vector<ReasonCode> kMinKeep{ReasonCode::min_keep};
const std::vector<ReasonCode> kLastTagged{ReasonCode::last_tagged};
const std::vector<ReasonCode> kBoth{ReasonCode::last_tagged, ReasonCode::min_keep};

TEST(Floor, PromotesTheNewestUntilMinKeepHolds) {
  const std::vector<Standing> all{{goes, untagged}, {goes, untagged}, {stays, untagged}, {goes, untagged}};
  EXPECT_EQ(promoted(PackageType::npm, 1, all), Promoted{});
  EXPECT_EQ(promoted(PackageType::npm, 2, all), (Promoted{{0, kMinKeep}}));
  EXPECT_EQ(promoted(PackageType::npm, 3, all), (Promoted{{0, kMinKeep}, {1, kMinKeep}}));
  EXPECT_EQ(promoted(PackageType::npm, 9, all).size(), 3U);
}

TEST(Floor, CountsNothingThatMayBePartOfAnImage) {
  const std::vector<Standing> all{{stays, none}, {goes, tagged}, {goes, tagged}};
  EXPECT_EQ(promoted(PackageType::container, 1, all), (Promoted{{1, kBoth}}));
}

TEST(Floor, LeavesATaggedOne) {
  const std::vector<Standing> all{{stays, untagged}, {goes, tagged}, {goes, tagged}};
  EXPECT_EQ(promoted(PackageType::docker, 1, all), (Promoted{{1, kLastTagged}}));
  EXPECT_EQ(promoted(PackageType::npm, 1, all), Promoted{});
}

TEST(Floor, AsksForNoTaggedOneIfOneStays) {
  EXPECT_EQ(promoted(PackageType::container, 1, {{goes, tagged}, {stays, tagged}}), Promoted{});
  EXPECT_EQ(promoted(PackageType::docker, 1, {{goes, untagged}, {stays, untagged}}), Promoted{});
}

TEST(Floor, SaysIfThePromotedOneIsTheLastTagged) {
  EXPECT_EQ(promoted(PackageType::container, 1, {{goes, tagged}, {goes, tagged}}), (Promoted{{0, kBoth}}));
  EXPECT_EQ(promoted(PackageType::container, 2, {{goes, tagged}, {goes, tagged}}),
            (Promoted{{0, kMinKeep}, {1, kMinKeep}}));
}

TEST(Floor, CountsWhatIsOnlyAuditedAsStaying) {
  const std::vector<Standing> all{{goes, tagged}, {goes_on_paper, tagged}};
  EXPECT_EQ(promoted(PackageType::container, 1, all), (Promoted{{1, kBoth}}));
}

TEST(Floor, OfTheAuditCountsWhatWasPromotedBefore) {
  const std::vector<Standing> all{{goes_on_paper, tagged}, {goes, tagged}, {goes, tagged}};
  EXPECT_EQ(promoted(PackageType::container, 2, all), (Promoted{{0, kMinKeep}, {1, kMinKeep}}));
}

TEST(Floor, OfNothingIsNothing) {
  EXPECT_EQ(promoted(PackageType::container, 3, {}), Promoted{});
}

}  // namespace
}  // namespace retention
