#include "policy/language/rule_set_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "tests/policy/language/read_rules.h"

namespace retention::language {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Policy& only_policy(const RulesRead& read) {
  return read.rules.policies.at(0);
}

TEST(RuleSetReader, FillsInTheDefaults) {
  const auto read = read_rules_of(container_policy("    delete: [{ name: a, older_than: 3d }]\n"));
  ASSERT_THAT(read.problems, IsEmpty());
  EXPECT_EQ(read.rules.zone.name(), "UTC");
  EXPECT_EQ(read.rules.cycle, 5000);
  const Policy& policy = only_policy(read);
  EXPECT_EQ(policy.mode, Mode::audit);
  EXPECT_EQ(policy.min_age, parse_duration("24h").value());
  EXPECT_EQ(policy.min_keep, 1);
  EXPECT_EQ(policy.limits, (Limits{500, 25, std::nullopt}));
}

TEST(RuleSetReader, LetsAPolicyOverrideEveryDefault) {
  const auto read = read_rules_of(
      "timezone: Europe/Madrid\n"
      "defaults: { mode: enforce, min_age: 2d, min_keep: 4, limits: { versions: 7, percent: unlimited, cycle: "
      "unlimited } }\n" +
      container_policy("    delete: [{ name: a, older_than: 3d }]\n") +
      "  - { name: b, owner: me, type: npm, packages: [x], mode: audit, min_age: 0d, min_keep: 9,\n"
      "      limits: { versions: unlimited, percent: 3 }, delete: [{ name: a, older_than: 3d }] }\n");
  ASSERT_THAT(read.problems, IsEmpty());
  EXPECT_EQ(read.rules.zone.name(), "Europe/Madrid");
  EXPECT_EQ(read.rules.cycle, std::nullopt);
  EXPECT_EQ(only_policy(read).mode, Mode::enforce);
  EXPECT_EQ(only_policy(read).min_keep, 4);
  EXPECT_EQ(only_policy(read).limits, (Limits{7, std::nullopt, std::nullopt}));
  const Policy& second = read.rules.policies.at(1);
  EXPECT_EQ(second.mode, Mode::audit);
  EXPECT_EQ(second.min_age, Duration{});
  EXPECT_EQ(second.min_keep, 9);
  EXPECT_EQ(second.limits, (Limits{std::nullopt, 3, std::nullopt}));
}

TEST(RuleSetReader, ReadsWhatAPolicySelects) {
  const auto read = read_rules_of(
      "policies:\n  - { name: a, owner: [org:acme, user:Octo-cat, me], type: [npm, docker], packages: [\"a*\", "
      "\"!ab\"],\n"
      "      delete: [{ name: x, older_than: 1d }] }\n");
  ASSERT_THAT(read.problems, IsEmpty());
  const Policy& policy = only_policy(read);
  EXPECT_THAT(policy.owners,
              ElementsAre(OwnerSelector{OwnerRoute::organization, "acme"}, OwnerSelector{OwnerRoute::user, "Octo-cat"},
                          OwnerSelector{OwnerRoute::self, ""}));
  EXPECT_THAT(policy.types, ElementsAre(PackageType::npm, PackageType::docker));
  EXPECT_TRUE(policy.packages.matches("ac"));
  EXPECT_FALSE(policy.packages.matches("ab"));
}

TEST(RuleSetReader, ABareTagListMeansAnyInKeepAndProtectAndAllInDelete) {
  const auto read =
      read_rules_of("protect: [{ name: p, tags: [a] }]\n" + container_policy("    keep: [{ name: k, tags: [a] }]\n"
                                                                             "    delete: [{ name: d, tags: [a] }]\n"));
  ASSERT_THAT(read.problems, IsEmpty());
  const auto tags = [&](std::size_t rule) {
    return std::get<TagsCondition>(read.rules.rules.at(rule).conditions.at(0));
  };
  EXPECT_THAT(tags(0).any.patterns(), SizeIs(1));
  EXPECT_THAT(tags(0).all.patterns(), IsEmpty());
  EXPECT_THAT(tags(1).any.patterns(), SizeIs(1));
  EXPECT_THAT(tags(2).any.patterns(), IsEmpty());
  EXPECT_THAT(tags(2).all.patterns(), SizeIs(1));
}

TEST(RuleSetReader, IndexesRulesInTheOrderOfTheFile) {
  const auto read = read_rules_of("protect: [{ name: p, tags: [a] }]\n" +
                                  container_policy("    delete: [{ name: d, older_than: 3d }]\n"
                                                   "    keep: [{ name: k, newest: 3 }]\n"));
  ASSERT_THAT(read.problems, IsEmpty());
  EXPECT_THAT(read.rules.protect, ElementsAre(0));
  EXPECT_THAT(only_policy(read).rules, ElementsAre(1, 2));
  EXPECT_EQ(read.rules.rules[0].info.policy, "");
  EXPECT_EQ(read.rules.rules[1].info.layer, Layer::keep);
  EXPECT_EQ(read.rules.rules[1].info.policy, "images");
  EXPECT_EQ(read.rules.rules[1].measure->newest, 3);
  EXPECT_EQ(read.rules.rules[2].info.name, "d");
}

TEST(RuleSetReader, ReadsEveryCondition) {
  const auto read = read_rules_of(
      "policies:\n  - name: a\n    owner: me\n    type: [npm, container]\n    packages: [x]\n    delete:\n"
      "      - { name: a, tags: { any: [a], all: [b], none: [c] }, older_than: 1d, younger_than: 2d }\n"
      "      - { name: b, tagged: false }\n      - { name: c, version: [\"1.*\"] }\n      - { name: d, everything: "
      "true }\n");
  ASSERT_THAT(read.problems, IsEmpty());
  const auto& rules = read.rules.rules;
  EXPECT_TRUE(std::get<TagsCondition>(rules[0].conditions[0]).none.matches("c"));
  EXPECT_EQ(std::get<OlderThanCondition>(rules[0].conditions[1]).age, parse_duration("1d").value());
  EXPECT_EQ(std::get<YoungerThanCondition>(rules[0].conditions[2]).age, parse_duration("2d").value());
  EXPECT_EQ(std::get<TaggedCondition>(rules[1].conditions[0]).wanted, TaggedCondition::Wanted::untagged);
  EXPECT_TRUE(std::get<VersionCondition>(rules[2].conditions[0]).names.matches("1.2"));
  EXPECT_TRUE(std::holds_alternative<EverythingCondition>(rules[3].conditions[0]));
}

TEST(RuleSetReader, ReadsConditionsOverVersionsAndUse) {
  const auto read =
      read_rules_of(container_policy("    keep:\n"
                                     "      - { name: a, semver: \">=1.2 <2\", prerelease: false, idle_for: 3d }\n"
                                     "      - { name: b, in_use_file: { path: /run/in-use.txt } }\n"
                                     "    delete: [{ name: c, prerelease: true }]\n"));
  ASSERT_THAT(read.problems, IsEmpty());
  const auto& rules = read.rules.rules;
  EXPECT_EQ(std::get<IdleForCondition>(rules[0].conditions[0]).idle, parse_duration("3d").value());
  EXPECT_EQ(std::get<SemverCondition>(rules[0].conditions[1]).range, parse_semver_range(">=1.2 <2").value());
  EXPECT_EQ(std::get<PrereleaseCondition>(rules[0].conditions[2]).wanted, PrereleaseCondition::Wanted::release);
  EXPECT_EQ(std::get<InUseFileCondition>(rules[1].conditions[0]).path, "/run/in-use.txt");
  EXPECT_EQ(std::get<InUseFileCondition>(rules[1].conditions[0]).max_age, parse_duration("2d").value());
  EXPECT_EQ(std::get<PrereleaseCondition>(rules[2].conditions[0]).wanted, PrereleaseCondition::Wanted::prerelease);
}

TEST(RuleSetReader, ReadsConditionsOverManifests) {
  const auto read =
      read_rules_of(container_policy("    delete:\n      - { name: a, orphan: true, older_than: 3d }\n"
                                     "      - { name: b, broken: all }\n      - { name: c, broken: some }\n"));
  ASSERT_THAT(read.problems, IsEmpty());
  const auto& rules = read.rules.rules;
  EXPECT_TRUE(std::holds_alternative<OrphanCondition>(rules[0].conditions[1]));
  EXPECT_EQ(std::get<BrokenCondition>(rules[1].conditions[0]).wanted, BrokenCondition::Wanted::all);
  EXPECT_EQ(std::get<BrokenCondition>(rules[2].conditions[0]).wanted, BrokenCondition::Wanted::some);
}

TEST(RuleSetReader, ReadsMeasures) {
  const auto read = read_rules_of(
      container_policy("    keep:\n"
                       "      - { name: a, tags: [\"re:(?P<x>.)(?P<y>.)\", \"!z*\"], group_by: [y, x], newest: 3 }\n"
                       "      - { name: b, calendar: { daily: 7, yearly: 2 } }\n"
                       "      - { name: c, semver: \"*\", per: minor, newest: 1 }\n"
                       "      - { name: d, tags: [\"v*\"], order: version, newest: 2 }\n"
                       "      - { name: e, everything: true }\n"));
  ASSERT_THAT(read.problems, IsEmpty());
  const auto measure = [&](std::size_t rule) { return *read.rules.rules[rule].measure; };
  EXPECT_THAT(measure(0).group_by, ElementsAre("y", "x"));
  EXPECT_EQ(measure(0).order, Order::created);
  EXPECT_EQ(measure(1).calendar->daily, 7);
  EXPECT_EQ(measure(1).calendar->weekly, 0);
  EXPECT_EQ(measure(1).calendar->yearly, 2);
  EXPECT_FALSE(measure(1).newest);
  EXPECT_EQ(measure(2).per, Line::minor);
  EXPECT_EQ(measure(2).order, Order::version);
  EXPECT_EQ(measure(3).order, Order::version);
  EXPECT_FALSE(measure(3).per);
  EXPECT_FALSE(read.rules.rules[4].measure);
}

TEST(RuleSetReader, ReadsWhatNarrowsAPolicy) {
  const auto read =
      read_rules_of(container_policy("    repository: [app]\n    ignore_tags: [\"sha-*\"]\n"
                                     "    delete: [{ name: d, older_than: 3d }]\n"));
  ASSERT_THAT(read.problems, IsEmpty());
  EXPECT_TRUE(only_policy(read).repository.matches("app"));
  EXPECT_TRUE(only_policy(read).ignore_tags.matches("sha-1"));
}

// Acceptance case 61.
TEST(Case61, ADurationThatIsNoneIsAnErrorAndNotNoFilter) {
  for (const std::string value : {"5", "abc", "-5d", "5 d", "''", "1.5d"}) {
    const auto read = read_rules_of(container_policy("    delete: [{ name: a, older_than: " + value + " }]\n"));
    EXPECT_THAT(read.problems, ElementsAre(HasSubstr("6:37: policies[0].delete[0].older_than: "))) << value;
  }
  const auto read = read_rules_of(container_policy("    delete: [{ name: a, older_than: 5 }]\n"));
  EXPECT_THAT(read.problems, ElementsAre(HasSubstr("5 has no unit, such as 5d for days")));
}

// Acceptance case 39.
TEST(Case39, AGlobThatLooksLikeARegularExpressionIsWarnedOf) {
  const auto read = read_rules_of(container_policy("    delete: [{ name: a, tags: [\"!^(pr-|sha-).*$\"] }]\n"));
  EXPECT_THAT(read.problems, IsEmpty());
  EXPECT_THAT(read.warnings, ElementsAre(HasSubstr("write \"!re:^(pr-|sha-).*$\" if one is meant")));
}

// Acceptance case 40.
TEST(Case40, AnOverlongPatternIsAnError) {
  const std::string pattern = "re:" + std::string(1001, 'a');
  const auto read = read_rules_of(container_policy("    delete: [{ name: a, tags: [\"" + pattern + "\"] }]\n"));
  EXPECT_THAT(read.problems, SizeIs(1));
}

}  // namespace
}  // namespace retention::language
