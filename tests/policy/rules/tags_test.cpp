#include "policy/rules/tags.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/bound_rules.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using test::BoundRules;
using test::patterns;
using test::RuleSetBuilder;
using Texts = std::vector<std::string>;

// What the only rule of a layer says of the only version, which has these tags.
TextMatch match(const TagsCondition& condition, std::optional<Texts> tags, Layer layer) {
  RuleSetBuilder rules;
  rules.policy("p");
  layer == Layer::remove ? rules.remove("r", {condition}) : rules.keep("r", {condition});
  const BoundRules bound(
      test::inventory(PackageType::container).add({VersionId{1}, "v", {}, {}, std::move(tags)}).build(), rules.build());
  return bound.match(0);
}

TagsCondition any(const Texts& texts) {
  return {patterns(texts), {}, {}};
}
TagsCondition all(const Texts& texts) {
  return {{}, patterns(texts), {}};
}
TagsCondition none(const Texts& texts) {
  return {{}, {}, patterns(texts)};
}

TextMatch keep(const TagsCondition& condition, const Texts& tags) {
  return match(condition, tags, Layer::keep);
}
TextMatch remove(const TagsCondition& condition, const Texts& tags) {
  return match(condition, tags, Layer::remove);
}

const TextMatch kYes{Match::yes, std::nullopt};
const TextMatch kNo{Match::no, std::nullopt};

TextMatch spared_by(std::int64_t first, std::int64_t count) {
  return {Match::no, SparingTags{first, count}};
}

TEST(Tags, OfAnUntaggedVersionNeverMatch) {
  EXPECT_EQ(keep(any({"*"}), {}), kNo);
  EXPECT_EQ(keep(all({"*"}), {}), kNo);
  EXPECT_EQ(keep(none({"latest"}), {}), kNo);
  EXPECT_EQ(remove(none({"latest"}), {}), kNo);
}

TEST(Tags, ThatAreMissingAreUnknown) {
  EXPECT_EQ(match(any({"*"}), std::nullopt, Layer::keep), (TextMatch{Match::unknown, std::nullopt}));
  EXPECT_EQ(match(all({"*"}), std::nullopt, Layer::remove), (TextMatch{Match::unknown, std::nullopt}));
}

TEST(TagsAny, NeedsOneTag) {
  EXPECT_EQ(keep(any({"latest", "prod-*"}), {"sha-1", "prod-2"}), kYes);
  EXPECT_EQ(keep(any({"latest", "prod-*"}), {"sha-1"}), kNo);
  EXPECT_EQ(keep(any({"prod-*", "!prod-x"}), {"prod-x"}), kNo);
  EXPECT_EQ(keep(any({"prod-*", "!prod-x"}), {"prod-x", "prod-y"}), kYes);
  EXPECT_EQ(keep(any({"!latest"}), {"latest", "v1"}), kYes);
}

TEST(TagsAll, NeedsEveryTag) {
  EXPECT_EQ(remove(all({"pr-*"}), {"pr-1", "pr-2"}), kYes);
  EXPECT_EQ(remove(all({"pr-*", "sha-*"}), {"pr-1", "sha-2"}), kYes);
  EXPECT_EQ(remove(all({"pr-*"}), {"v1"}), kNo);
  EXPECT_EQ(keep(all({"pr-*"}), {"pr-1", "v1"}).match, Match::no);
}

TEST(TagsAll, SaysWhichTagsSpareAVersionThatMatchesInPart) {
  EXPECT_EQ(remove(all({"pr-*"}), {"pr-1", "sha-2"}), spared_by(1, 1));
  EXPECT_EQ(remove(all({"pr-*"}), {"v1", "pr-1", "latest"}), spared_by(0, 2));
  EXPECT_EQ(remove(all({"pr-*", "!pr-keep"}), {"pr-1", "pr-keep"}), spared_by(1, 1));
  EXPECT_EQ(remove(all({"!latest"}), {"v1", "latest"}), spared_by(1, 1));
  EXPECT_EQ(remove(all({"pr-*", "!pr-keep"}), {"pr-keep"}), kNo);
}

TEST(TagsAny, InADeleteRuleIsSparedByASubtractedTag) {
  EXPECT_EQ(remove(any({"pr-*", "!pr-keep"}), {"pr-1", "pr-keep"}), spared_by(1, 1));
  EXPECT_EQ(remove(any({"pr-*", "!latest"}), {"latest", "pr-1"}), spared_by(0, 1));
  EXPECT_EQ(remove(any({"pr-*"}), {"pr-1", "latest"}), kYes);
  EXPECT_EQ(remove(any({"pr-*", "!latest"}), {"latest", "v1"}), kNo);
}

TEST(TagsNone, NeedsThatNoTagIsInTheList) {
  EXPECT_EQ(remove(none({"latest"}), {"v1"}), kYes);
  EXPECT_EQ(remove(none({"latest"}), {"latest"}), kNo);
  EXPECT_EQ(remove(none({"latest"}), {"v1", "latest"}), spared_by(1, 1));
  EXPECT_EQ(keep(none({"latest"}), {"v1", "latest"}).match, Match::no);
}

TEST(TagsNone, OnlyExemptsWhatItSubtracts) {
  EXPECT_EQ(remove(none({"prod-*", "!prod-old"}), {"prod-old", "v1"}), kYes);
  EXPECT_EQ(remove(none({"prod-*", "!prod-old"}), {"prod-new", "v1"}), spared_by(0, 1));
}

TEST(TagsLists, MustAllHold) {
  const TagsCondition both{patterns({"pr-*"}), patterns({"pr-*", "sha-*"}), patterns({"*-keep"})};
  EXPECT_EQ(remove(both, {"pr-1", "sha-1"}), kYes);
  EXPECT_EQ(remove(both, {"sha-1"}), kNo);
  EXPECT_EQ(remove(both, {"pr-1", "v1"}), spared_by(1, 1));
  EXPECT_EQ(remove(both, {"pr-1", "pr-keep"}), spared_by(1, 1));
  EXPECT_EQ(remove(both, {"sha-1", "latest"}), kNo) << "no tag is in `any`";
}

}  // namespace
}  // namespace retention
