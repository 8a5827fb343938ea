#include "policy/rules/tagged.h"

#include <gtest/gtest.h>

namespace retention {
namespace {

PackageVersion with(std::optional<std::vector<std::string>> tags) {
  return {VersionId{1}, "v", {}, {}, std::move(tags)};
}

TEST(Tagged, ComparesWhetherThereAreTags) {
  const TaggedCondition wants_tags{TaggedCondition::Wanted::tagged};
  const TaggedCondition wants_none{TaggedCondition::Wanted::untagged};
  EXPECT_EQ(match_tagged(wants_tags, with({{"v1"}})), Match::yes);
  EXPECT_EQ(match_tagged(wants_none, with({{"v1"}})), Match::no);
  EXPECT_EQ(match_tagged(wants_tags, with(std::vector<std::string>{})), Match::no);
  EXPECT_EQ(match_tagged(wants_none, with(std::vector<std::string>{})), Match::yes);
}

TEST(Tagged, IsNeitherIfTheTagsAreMissing) {
  EXPECT_EQ(match_tagged({TaggedCondition::Wanted::tagged}, with(std::nullopt)), Match::unknown);
  EXPECT_EQ(match_tagged({TaggedCondition::Wanted::untagged}, with(std::nullopt)), Match::unknown);
}

}  // namespace
}  // namespace retention
