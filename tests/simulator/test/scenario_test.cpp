#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/simulator/simulator.h"

namespace retention::simulator::test {
namespace {

using testing::ElementsAre;

std::string error_of(const std::string& yaml) {
  try {
    (void)Scenario::parse(yaml, "x.yaml");
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "none";
}

TEST(ScenarioFile, NamesThePlaceOfAMistake) {
  EXPECT_EQ(error_of("owners:\n  - { login: a, king: user }\n"),
            "x.yaml:2:23: no key \"king\" here; there are admins, former_logins, id, kind, login, members, saml");
  EXPECT_EQ(error_of("owners: []\npackages:\n  - { owner: a, type: gem, name: x }\n"),
            "x.yaml:3:23: \"gem\" is not npm, maven, rubygems, docker, nuget or container");
  EXPECT_EQ(error_of("owners: []\nclock: soon\n"),
            "x.yaml:2:8: \"soon\" is neither now nor a time such as 2026-03-02T12:00:00Z");
  EXPECT_EQ(error_of("owners: [\n"), "x.yaml:2:1: not YAML: end of sequence flow not found");
  EXPECT_EQ(error_of("owners: []\nswitches: { order: up }\n"), "x.yaml:2:20: \"up\" is not newest_first or scrambled");
  EXPECT_EQ(error_of("owners: []\npackages: [{ owner: b, type: npm, name: x }]\n"),
            "x.yaml:2:12: \"owners\" lists no \"b\"");
}

TEST(ScenarioFile, RefusesContradictions) {
  const std::string head = "owners: [{ login: a }]\npackages: [{ owner: a, type: container, name: x, versions: ";
  EXPECT_THAT(error_of(head + "[{ tags: [t] }, { tags: [t] }] }]"), testing::HasSubstr("have the tag \"t\""));
  EXPECT_THAT(error_of(head + "[{ label: i, index: [i] }] }]"), testing::HasSubstr("refers to itself"));
  EXPECT_THAT(error_of(head + "[{ index: [none] }] }]"), testing::HasSubstr("has the label \"none\""));
  EXPECT_THAT(error_of("owners: [{ login: a }]\npackages: [{ owner: a, type: npm, name: x, versions: [{ }] }]"),
              testing::HasSubstr("\"name\" is missing"));
}

TEST(ScenarioFile, CountsVersionsOutAndAgesThem) {
  Simulator simulator(Scenario::parse(R"(
clock: 2026-03-02T12:00:00Z
owners: [{ login: a }]
packages:
  - { owner: a, type: npm, name: x, versions: [{ name: "1.0.{n}", count: 3, from: 0, created: 10d, step: -2d }] }
)"));
  const auto versions = simulator.active("a", "npm", "x");
  ASSERT_EQ(versions.size(), 3U);
  EXPECT_EQ(versions[0].name, "1.0.0");
  EXPECT_EQ(format_time(versions[0].created), "2026-02-20T12:00:00Z");
  EXPECT_EQ(versions[2].name, "1.0.2");
  EXPECT_EQ(format_time(versions[2].created), "2026-02-24T12:00:00Z");
}

TEST(ScenarioFile, GivesOlderVersionsSmallerIds) {
  Simulator simulator(Scenario::parse(R"(
owners: [{ login: a }]
packages:
  - { owner: a, type: npm, name: x, versions: [{ name: new, created: 1d }, { name: old, created: 9d }] }
)"));
  const auto versions = simulator.active("a", "npm", "x");
  EXPECT_EQ(versions[0].name, "old");
  EXPECT_GT(versions[0].id, 900'000'000);
}

TEST(ScenarioFile, MakesEveryImageAManifestOfItsOwn) {
  Simulator simulator(Scenario::parse(R"(
owners: [{ login: a }]
packages:
  - { owner: a, type: container, name: x, versions: [{ count: 50 }] }
  - { owner: a, type: container, name: y, versions: [{ count: 50 }] }
)"));
  std::set<std::string> names;
  for (const char* package : {"x", "y"}) {
    for (const VersionView& version : simulator.active("a", "container", package)) names.insert(version.name);
  }
  EXPECT_EQ(names.size(), 100U);
}

TEST(ScenarioFile, SampleOfAcmeHasAllSixTypes) {
  Simulator simulator(Scenario::load(std::string(SIMULATOR_FOLDER) + "/scenarios/acme.yaml"));
  std::set<std::string> types;
  for (const PackageView& package : simulator.packages()) {
    const std::size_t slash = package.package.find('/');
    types.insert(package.package.substr(slash + 1, package.package.find('/', slash + 1) - slash - 1));
  }
  EXPECT_THAT(types, ElementsAre("container", "docker", "maven", "npm", "nuget", "rubygems"));
}

TEST(Times, AreReadAndWritten) {
  for (const char* text : {"2026-03-02T12:34:56Z", "2024-02-29T00:00:00Z"}) {
    EXPECT_EQ(format_time(parse_time(text).value()), text);
  }
  EXPECT_EQ(format_time(parse_time("2026-03-02").value()), "2026-03-02T00:00:00Z");
  for (const char* text : {"", "2026-02-30", "2026-03-02T25:00:00Z", "2026-03-02T12:00:00", "yesterday"}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
  EXPECT_EQ(parse_length("1d12h"), std::chrono::hours{36});
  EXPECT_EQ(parse_length("500ms"), std::chrono::milliseconds{500});
  for (const char* text : {"", "5", "d", "-1d", "1x", "1 d"}) EXPECT_FALSE(parse_length(text)) << text;
}

}  // namespace
}  // namespace retention::simulator::test
