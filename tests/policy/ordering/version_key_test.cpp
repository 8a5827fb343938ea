#include "policy/ordering/version_key.h"

#include <gtest/gtest.h>

#include <string>
#include <unordered_set>

#include "tests/policy/ordering/ordering_text.h"

namespace retention {
namespace {

using test::order_of;

static_assert(sizeof(VersionKey) <= 64, "a million of them are sorted at a time");

VersionKey key(PackageType type, std::string_view name) {
  return parse_version(type, name).value();
}

VersionLine line(PackageType type, std::string_view name, Line length) {
  return version_line(key(type, name), length);
}

Prerelease prerelease(PackageType type, std::string_view name) {
  return prerelease_of(parse_version(type, name));
}

TEST(VersionKey, FollowsTheEcosystem) {
  EXPECT_TRUE(parse_version(PackageType::container, "v1.2.3"));
  EXPECT_TRUE(parse_version(PackageType::docker, "1.2.3"));
  EXPECT_FALSE(parse_version(PackageType::container, "1.2"));
  EXPECT_FALSE(parse_version(PackageType::npm, "1.2.3.4"));
  EXPECT_TRUE(parse_version(PackageType::nuget, "1.2.3.4"));
  EXPECT_TRUE(parse_version(PackageType::maven, "1.2.3.4.5_x"));
  EXPECT_FALSE(parse_version(PackageType::maven, "x"));
  EXPECT_TRUE(parse_version(PackageType::rubygems, "1.2.a"));
  EXPECT_FALSE(parse_version(PackageType::rubygems, "1.2+a"));
}

TEST(VersionKey, ComparesByTheEcosystem) {
  EXPECT_EQ(order_of(PackageType::npm, "1.0.0-RC", "1.0.0-beta"), "<");
  EXPECT_EQ(order_of(PackageType::nuget, "1.0.0-RC", "1.0.0-beta"), ">");
  EXPECT_EQ(order_of(PackageType::maven, "1.0-x", "1.0"), ">");
  EXPECT_EQ(order_of(PackageType::rubygems, "1.0.x", "1.0"), "<");
  EXPECT_EQ(order_of(PackageType::docker, "v1.0.0", "1.0.0"), "=");
}

TEST(VersionKey, OrdersDifferentEcosystemsSomehow) {
  const VersionKey npm = key(PackageType::npm, "9.0.0");
  const VersionKey gem = key(PackageType::rubygems, "1");
  EXPECT_TRUE(compare(npm, gem) != 0);
  EXPECT_EQ(compare(npm, gem) < 0, compare(gem, npm) > 0);
}

TEST(Prerelease, FollowsTheEcosystem) {
  EXPECT_EQ(prerelease(PackageType::npm, "1.0.0-0"), Prerelease::yes);
  EXPECT_EQ(prerelease(PackageType::npm, "1.0.0+rc"), Prerelease::no);
  EXPECT_EQ(prerelease(PackageType::container, "v1.0.0-rc.1"), Prerelease::yes);
  EXPECT_EQ(prerelease(PackageType::nuget, "1.0-preview"), Prerelease::yes);
  EXPECT_EQ(prerelease(PackageType::nuget, "1.0.0.1+x"), Prerelease::no);
  EXPECT_EQ(prerelease(PackageType::maven, "1.0-jre"), Prerelease::no);
  EXPECT_EQ(prerelease(PackageType::maven, "1.0-SNAPSHOT"), Prerelease::yes);
  EXPECT_EQ(prerelease(PackageType::rubygems, "1.0.x"), Prerelease::yes);
  EXPECT_EQ(prerelease(PackageType::rubygems, "1.0-1"), Prerelease::yes);
  EXPECT_EQ(prerelease(PackageType::rubygems, "1.0.0"), Prerelease::no);
}

TEST(Prerelease, IsNeitherForWhatIsNoVersion) {
  EXPECT_EQ(prerelease(PackageType::container, "latest-rc"), Prerelease::neither);
  EXPECT_EQ(prerelease(PackageType::maven, "main-SNAPSHOT"), Prerelease::neither);
}

TEST(VersionLine, TakesMissingNumbersAsZero) {
  EXPECT_EQ(line(PackageType::maven, "1", Line::patch), line(PackageType::maven, "1.0.0-rc1", Line::patch));
  EXPECT_EQ(line(PackageType::nuget, "1.02.3.4", Line::patch), line(PackageType::nuget, "1.2.3", Line::patch));
  EXPECT_EQ(line(PackageType::container, "v1.2.3", Line::minor),
            line(PackageType::container, "1.2.9-rc.1", Line::minor));
  EXPECT_EQ(line(PackageType::rubygems, "1.2.a.3", Line::patch), line(PackageType::rubygems, "1.2", Line::patch));
}

TEST(VersionLine, EndsWhereItIsToldTo) {
  EXPECT_EQ(line(PackageType::npm, "1.2.3", Line::major), line(PackageType::npm, "1.9.9", Line::major));
  EXPECT_NE(line(PackageType::npm, "1.2.3", Line::minor), line(PackageType::npm, "1.3.3", Line::minor));
  EXPECT_NE(line(PackageType::npm, "1.2.3", Line::patch), line(PackageType::npm, "1.2.4", Line::patch));
}

TEST(VersionLine, OrdersAndHashesNumbersOfAnyLength) {
  const VersionLine lower = line(PackageType::maven, "99999999999999999999.1", Line::major);
  const VersionLine higher = line(PackageType::maven, "100000000000000000000.1", Line::major);
  EXPECT_LT(lower, higher);
  EXPECT_LT(line(PackageType::npm, "1.9.0", Line::minor), line(PackageType::npm, "1.10.0", Line::minor));
  const std::unordered_set<VersionLine> lines{lower, higher,
                                              line(PackageType::maven, "099999999999999999999", Line::major)};
  EXPECT_EQ(lines.size(), 2U);
}

}  // namespace
}  // namespace retention
