#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "policy/ordering/semver_range.h"
#include "policy/ordering/version_key.h"
#include "tests/policy/ordering/golden_rows.h"
#include "tests/policy/ordering/ordering_text.h"

// What the implementations themselves said; generate/ holds what asked them.
namespace retention {
namespace {

using test::golden_rows;
using test::order_of;
using test::reversed;

constexpr std::size_t kFewest = 2000;

void expect_order_of_all(PackageType type, const std::string& file) {
  const auto rows = golden_rows(file);
  EXPECT_GE(rows.size(), kFewest);
  for (const auto& row : rows) {
    EXPECT_EQ(order_of(type, row.at(0), row.at(2)), row.at(1)) << row.at(0) << " and " << row.at(2);
    EXPECT_EQ(order_of(type, row.at(2), row.at(0)), reversed(row.at(1))) << row.at(2) << " and " << row.at(0);
  }
}

// `word_of` gives what the file says of a name.
template <typename WordOf>
void expect_words_of_all(const std::string& file, WordOf word_of) {
  const auto rows = golden_rows(file);
  EXPECT_GE(rows.size(), kFewest);
  for (const auto& row : rows) EXPECT_EQ(word_of(row.at(1)), row.at(0)) << row.at(1);
}

TEST(Golden, SemverComparesAsNpmDoes) {
  expect_order_of_all(PackageType::npm, "npm_order.tsv");
}

TEST(Golden, SemverTakesWhatNpmTakes) {
  expect_words_of_all("npm_versions.tsv", [](const std::string& name) { return parse_semver(name) ? "yes" : "no"; });
}

TEST(Golden, NugetComparesAsTheDocumentedRulesSay) {
  expect_order_of_all(PackageType::nuget, "nuget_order.tsv");
}

TEST(Golden, NugetTakesWhatTheDocumentedRulesTake) {
  expect_words_of_all("nuget_versions.tsv",
                      [](const std::string& name) { return parse_nuget_version(name) ? "yes" : "no"; });
}

TEST(Golden, GemsCompareAsInRubygems) {
  expect_order_of_all(PackageType::rubygems, "gem_order.tsv");
}

TEST(Golden, GemsAreVersionsAndPrereleasesAsInRubygems) {
  expect_words_of_all("gem_versions.tsv", [](const std::string& name) {
    switch (prerelease_of(parse_version(PackageType::rubygems, name))) {
      case Prerelease::no:
        return "release";
      case Prerelease::yes:
        return "prerelease";
      case Prerelease::neither:
        return "no";
    }
    return "?";
  });
}

TEST(Golden, MavenComparesAsMavenWhereThatHasAnOrder) {
  const auto rows = golden_rows("maven_order.tsv");
  EXPECT_GE(rows.size(), kFewest);
  for (const auto& row : rows) {
    if (row.size() == 3) {
      EXPECT_EQ(order_of(PackageType::maven, row.at(0), row.at(2)), row.at(1)) << row.at(0) << " and " << row.at(2);
    }
  }
}

// The fourth cell is a version with which the first two go round in a circle: Maven has each on the same side of the
// next.
TEST(Golden, MavenBreaksACircleOfMavenAtOneSide) {
  std::size_t circles = 0;
  for (const auto& row : golden_rows("maven_order.tsv")) {
    if (row.size() == 3) continue;
    const auto& [a, order, b, third] = std::tie(row.at(0), row.at(1), row.at(2), row.at(3));
    const int kept = int{order_of(PackageType::maven, a, b) == order} +
                     int{order_of(PackageType::maven, b, third) == order} +
                     int{order_of(PackageType::maven, third, a) == order};
    EXPECT_EQ(kept, 2) << a << ", " << b << " and " << third;
    ++circles;
  }
  EXPECT_GT(circles, 50U);
}

TEST(Golden, RangesHoldWhatTheyHoldInNpm) {
  const auto rows = golden_rows("npm_ranges.tsv");
  EXPECT_GE(rows.size(), kFewest);
  for (const auto& row : rows) {
    const auto range = parse_semver_range(row.at(0));
    EXPECT_EQ(range.has_value(), row.at(1) != "invalid") << row.at(0);
    if (!range) continue;
    std::istringstream verdicts(row.at(1));
    for (std::string verdict; verdicts >> verdict;) {
      const std::string version = verdict.substr(1);
      const auto parsed = parse_semver(version);
      ASSERT_TRUE(parsed) << version;
      EXPECT_EQ(contains(*range, *parsed), verdict.front() == '+') << version << " in " << row.at(0);
    }
  }
}

// A sort relies on it: sorted names are in order pair by pair, however far apart.
TEST(Golden, EveryOrderIsTotal) {
  for (const auto& [type, file] : {std::pair{PackageType::npm, "npm_order.tsv"},
                                   {PackageType::nuget, "nuget_order.tsv"},
                                   {PackageType::rubygems, "gem_order.tsv"},
                                   {PackageType::maven, "maven_order.tsv"}}) {
    const auto rows = golden_rows(file);
    std::vector<VersionKey> keys;
    for (std::size_t i = 0; i < rows.size(); i += 8) {
      for (const std::size_t cell : {std::size_t{0}, std::size_t{2}}) {
        keys.push_back(parse_version(type, rows[i].at(cell)).value());
      }
      if (rows[i].size() == 4) keys.push_back(parse_version(type, rows[i][3]).value());
    }
    std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return compare(a, b) < 0; });
    for (auto low = keys.begin(); low != keys.end(); ++low) {
      const auto wrong = std::find_if(low, keys.end(), [&](const auto& high) { return compare(*low, high) > 0; });
      EXPECT_EQ(wrong, keys.end()) << low->name << " and " << wrong->name;
    }
  }
}

}  // namespace
}  // namespace retention
