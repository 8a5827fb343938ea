// `semver` and `prerelease`, which compare the tags of images and the names of other versions.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "policy/rules/text_match.h"
#include "tests/support/bound_rules.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::BoundRules;
using test::prerelease;
using test::release;
using test::RuleSetBuilder;
using test::semver;
using Texts = std::vector<std::string>;

const TextMatch kYes{Match::yes, std::nullopt};
const TextMatch kNo{Match::no, std::nullopt};

TextMatch match(RuleSetBuilder rules, const test::InventoryBuilder& builder) {
  return BoundRules(builder.build(), rules.build()).match(0);
}
TextMatch keep(const Condition& condition, const Texts& tags) {
  return match(RuleSetBuilder().policy("p").keep("r", {condition}),
               test::inventory(PackageType::container).version(1, days(1), tags));
}
TextMatch remove(const Condition& condition, const Texts& tags, const Texts& ignored = {}) {
  return match(RuleSetBuilder().policy("p").ignore_tags(ignored).remove("r", {condition}),
               test::inventory(PackageType::container).version(1, days(1), tags));
}
Match named(const Condition& condition, PackageType type, const std::string& name) {
  return match(RuleSetBuilder().policy("p").remove("r", {condition}), test::inventory(type).named(1, days(1), name))
      .match;
}
TextMatch spared_by(std::int64_t first, std::int64_t count) {
  return {Match::no, SparingTags{first, count}};
}

TEST(Semver, KeepsByAnyTagInTheRange) {
  EXPECT_EQ(keep(semver(">=1.2.0 <2"), {"latest", "v1.5.0"}), kYes);
  EXPECT_EQ(keep(semver(">=1.2.0 <2"), {"latest", "1.5"}), kNo) << "1.5 is no full version";
  EXPECT_EQ(keep(semver("*"), {}), kNo);
}

TEST(Semver, DeletesOnlyIfEveryTagIsAFullVersionInTheRange) {
  EXPECT_EQ(remove(semver("1.x"), {"1.2.3", "v1.2.4"}), kYes);
  EXPECT_EQ(remove(semver("1.x"), {"1.2.3", "1.2", "latest"}), spared_by(1, 2));
  EXPECT_EQ(remove(semver("1.x"), {"1.2.3", "2.0.0"}), spared_by(1, 1));
  EXPECT_EQ(remove(semver("1.x"), {"latest"}), kNo);
  EXPECT_EQ(remove(semver("*"), {}), kNo);
}

TEST(Semver, OverlooksIgnoredTags) {
  EXPECT_EQ(remove(semver("1.x"), {"sha-1", "1.2.3"}, {"sha-*"}), kYes);
  EXPECT_EQ(remove(semver("1.x"), {"latest", "sha-1", "1.2.3"}, {"sha-*"}), spared_by(0, 1));
  EXPECT_EQ(remove(semver("1.x"), {"sha-1"}, {"sha-*"}), kNo);
}

TEST(Semver, LeavesPreReleasesOutUnlessTheyAreNamed) {
  EXPECT_EQ(keep(semver("*"), {"1.2.3-rc.1"}), kNo);
  EXPECT_EQ(keep(semver(">=1.2.3-rc.0"), {"1.2.3-rc.1"}), kYes);
}

TEST(Semver, ComparesTheNameOfOtherVersions) {
  EXPECT_EQ(named(semver("<2"), PackageType::npm, "1.9.0"), Match::yes);
  EXPECT_EQ(named(semver("<2"), PackageType::npm, "2.0.0"), Match::no);
  EXPECT_EQ(named(semver("*"), PackageType::maven, "1.2.3.4"), Match::no) << "no full SemVer version";
}

TEST(Prerelease, IsAskedOfEveryTagToDelete) {
  EXPECT_EQ(remove(prerelease(), {"1.12.0-rc1"}), kYes);
  EXPECT_EQ(remove(prerelease(), {"1.12.0"}), kNo);
  EXPECT_EQ(remove(prerelease(), {"1.12.0-rc1", "1.12.0"}), spared_by(1, 1));
  EXPECT_EQ(remove(prerelease(), {"1.12.0-rc1", "edge"}), spared_by(1, 1));
  EXPECT_EQ(remove(prerelease(), {"1.12.0-rc1", "edge"}, {"edge"}), kYes);
  EXPECT_EQ(keep(release(), {"1.12.0-rc1", "1.12.0"}), kYes);
}

TEST(Prerelease, IsNeitherForWhatIsNoVersion) {
  EXPECT_EQ(keep(prerelease(), {"latest"}), kNo);
  EXPECT_EQ(keep(release(), {"latest"}), kNo);
  EXPECT_EQ(named(prerelease(), PackageType::npm, "not a version"), Match::no);
  EXPECT_EQ(named(release(), PackageType::npm, "not a version"), Match::no);
}

TEST(Prerelease, FollowsTheRuleOfTheEcosystem) {
  EXPECT_EQ(named(prerelease(), PackageType::maven, "1.0-SNAPSHOT"), Match::yes);
  EXPECT_EQ(named(release(), PackageType::maven, "1.0-jre"), Match::yes);
  EXPECT_EQ(named(prerelease(), PackageType::rubygems, "1.0.pre"), Match::yes);
  EXPECT_EQ(named(prerelease(), PackageType::nuget, "1.0.0.0-beta"), Match::yes);
  EXPECT_EQ(named(release(), PackageType::nuget, "1.0.0.0"), Match::yes);
}

TEST(VersionConditions, AreUnknownIfTheTagsAre) {
  for (const Condition& condition : {semver("*"), prerelease(), release()}) {
    const auto builder =
        test::inventory(PackageType::container).add({VersionId{1}, "sha256:1", test::kNow, test::kNow, std::nullopt});
    EXPECT_EQ(match(RuleSetBuilder().policy("p").keep("r", {condition}), builder).match, Match::unknown);
  }
}

}  // namespace
}  // namespace retention
