#include "policy/language/shadow.h"

#include <gtest/gtest.h>

#include "tests/support/rule_set_builder.h"

namespace retention::language {
namespace {

using test::in_use;
using test::older_than;
using test::semver;
using test::tagged;
using test::tags_all;
using test::tags_any;
using test::tags_none;
using test::untagged;
using test::version_names;
using test::younger_than;

Rule rule(const std::vector<Condition>& conditions) {
  return {{"p", "r", Layer::keep, sha256(""), ""}, conditions, std::nullopt};
}

bool covered(const std::vector<Condition>& wide, const std::vector<Condition>& narrow) {
  return covers(rule(wide), rule(narrow));
}

TEST(Covers, ComparesPatternsOfTags) {
  EXPECT_TRUE(covered({tags_any({"a", "v*"})}, {tags_any({"v1*", "a"})}));
  EXPECT_TRUE(covered({tags_any({"v*"})}, {tags_all({"v1", "v2"})}));
  EXPECT_TRUE(covered({tags_any({"re:v.+"})}, {tags_any({"re:v.+", "!re:v2"})}));
  EXPECT_FALSE(covered({tags_any({"v1*"})}, {tags_any({"v*"})}));
  EXPECT_FALSE(covered({tags_any({"v*"})}, {tags_any({"v1", "w"})}));
  EXPECT_FALSE(covered({tags_all({"v*"})}, {tags_any({"v*"})}));
  EXPECT_FALSE(covered({tags_any({"v*", "!v2"})}, {tags_any({"v*"})}));
  EXPECT_FALSE(covered({tags_any({"v*"})}, {tags_any({"!w"})}));
  EXPECT_FALSE(covered({tags_none({"w"})}, {tags_none({"w"})}));
  EXPECT_FALSE(covered({tags_any({"v*"})}, {older_than("1d")}));
}

TEST(Covers, KnowsThatWhatHasMatchingTagsIsTagged) {
  EXPECT_TRUE(covered({tagged()}, {tags_any({"a"})}));
  EXPECT_TRUE(covered({untagged()}, {untagged(), older_than("1d")}));
  EXPECT_FALSE(covered({untagged()}, {tags_any({"a"})}));
  EXPECT_FALSE(covered({tagged()}, {untagged()}));
}

TEST(Covers, ComparesAges) {
  EXPECT_TRUE(covered({older_than("30d")}, {older_than("30d")}));
  EXPECT_TRUE(covered({older_than("27d")}, {older_than("1mo")}));
  EXPECT_FALSE(covered({older_than("30d")}, {older_than("1mo")})) << "February";
  EXPECT_TRUE(covered({younger_than("7d")}, {younger_than("3d")}));
  EXPECT_FALSE(covered({younger_than("3d")}, {younger_than("7d")}));
  EXPECT_FALSE(covered({test::idle_for("3d")}, {older_than("7d")})) << "it may have changed since";
}

TEST(Covers, ComparesVersions) {
  EXPECT_TRUE(covered({version_names({"1.*"})}, {version_names({"1.2.*"})}));
  EXPECT_TRUE(covered({semver(">=1")}, {semver(">=1"), older_than("1d")}));
  EXPECT_FALSE(covered({semver(">=1")}, {semver(">=2")})) << "true, but not plain";
  EXPECT_TRUE(covered({test::prerelease()}, {test::prerelease()}));
  EXPECT_FALSE(covered({test::prerelease()}, {test::release()}));
}

TEST(Covers, NeedsEveryConditionOfTheWideRule) {
  EXPECT_FALSE(covered({tags_any({"a"}), older_than("1d")}, {tags_any({"a"})}));
  EXPECT_TRUE(covered({test::everything()}, {tags_any({"a"})}));
}

TEST(Covers, TellsRulesOnAttachmentsFromThoseOnImages) {
  using Wanted = BrokenCondition::Wanted;
  EXPECT_TRUE(covered({test::orphan()}, {test::orphan(), older_than("1d")}));
  EXPECT_FALSE(covered({test::orphan()}, {older_than("1d")}));
  EXPECT_TRUE(covered({test::everything()}, {test::orphan()})) << "a keep rule keeps orphans too";
  Rule wide = rule({test::everything()});
  wide.info.layer = Layer::remove;
  EXPECT_FALSE(covers(wide, rule({test::orphan()}))) << "it decides on images only";
  EXPECT_TRUE(covers(wide, rule({test::broken(Wanted::all)})));
  EXPECT_TRUE(covered({test::broken(Wanted::all)}, {test::broken(Wanted::all)}));
  EXPECT_FALSE(covered({test::broken(Wanted::all)}, {test::broken(Wanted::some)}));
}

TEST(Covers, TrustsNoInUseFile) {
  EXPECT_FALSE(covered({in_use("a.txt")}, {in_use("a.txt")}));
  EXPECT_FALSE(covered({test::everything()}, {in_use("a.txt")}));
}

}  // namespace
}  // namespace retention::language
