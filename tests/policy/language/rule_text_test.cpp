#include "policy/language/rule_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/policy/language/read_rules.h"

namespace retention::language {
namespace {

using testing::IsEmpty;

RuleInfo info_of(const std::string& layer, const std::string& rule) {
  const auto read = read_rules_of(container_policy("    " + layer + ": [" + rule + "]\n"));
  EXPECT_THAT(read.problems, IsEmpty()) << rule;
  return read.rules.rules.at(0).info;
}

std::string summary(const std::string& layer, const std::string& rule) {
  return info_of(layer, rule).summary;
}
Digest meaning(const std::string& rule) {
  return info_of("keep", rule).meaning;
}
Digest hash(const std::string& text) {
  const auto read = read_rules_of(text);
  EXPECT_THAT(read.problems, IsEmpty()) << text;
  return read.rules.hash;
}

TEST(RuleSummary, SaysTheConditionsInOneLine) {
  EXPECT_EQ(summary("delete", "{ name: a, tags: [\"pr-*\"], older_than: 14d }"), "tags [pr-*], older than 14d");
  EXPECT_EQ(summary("keep", "{ name: a, tags: [a, b], newest: 5 }"), "tags [a, b], newest 5");
  EXPECT_EQ(summary("keep", "{ name: a, tagged: true, younger_than: 24h }"), "tagged, younger than 1d");
  EXPECT_EQ(summary("delete", "{ name: a, tagged: false }"), "untagged");
  EXPECT_EQ(summary("delete", "{ name: a, everything: true }"), "everything");
}

TEST(RuleSummary, SpellsOutWhatABareListDoesNotMean) {
  const std::string all = "{ name: a, tags: { all: [a], none: [b] } }";
  const std::string any = "{ name: a, tags: { any: [a] } }";
  EXPECT_EQ(summary("delete", all), "tags [a], no tag in [b]");
  EXPECT_EQ(summary("keep", all), "all tags in [a], no tag in [b]");
  EXPECT_EQ(summary("delete", any), "any tag in [a]");
  EXPECT_EQ(summary("keep", any), "tags [a]");
}

TEST(RuleSummary, SaysWhatIsCountedAndHow) {
  const std::string captures = "tags: [\"re:(?P<b>.+)-x\"]";
  EXPECT_EQ(summary("keep", "{ name: a, " + captures + ", group_by: [b], newest: 3 }"),
            "tags [re:(?P<b>.+)-x], newest 3 of each b");
  EXPECT_EQ(summary("keep", "{ name: a, calendar: { daily: 7, monthly: 12 } }"), "daily 7 monthly 12");
  EXPECT_EQ(summary("keep", "{ name: a, newest: 2, calendar: { weekly: 4 } }"), "newest 2 or weekly 4");
  EXPECT_EQ(summary("keep", "{ name: a, semver: \"*\", per: minor, newest: 1 }"),
            "semver \"*\", newest 1 per minor line");
  EXPECT_EQ(summary("keep", "{ name: a, tags: [v], order: version, newest: 1 }"), "tags [v], newest 1 by version");
}

TEST(RuleSummary, SaysConditionsOverVersionsAndUse) {
  EXPECT_EQ(summary("delete", "{ name: a, semver: \"<2\", idle_for: 30d }"), "idle for 30d, semver \"<2\"");
  EXPECT_EQ(summary("delete", "{ name: a, prerelease: true }"), "pre-release");
  EXPECT_EQ(summary("keep", "{ name: a, prerelease: false }"), "release");
  EXPECT_EQ(summary("keep", "{ name: a, in_use_file: { path: /run/x } }"), "in use by /run/x");
}

TEST(RuleSummary, SaysConditionsOverManifests) {
  EXPECT_EQ(summary("delete", "{ name: a, orphan: true, older_than: 30d }"), "older than 30d, orphan");
  EXPECT_EQ(summary("delete", "{ name: a, broken: all }"), "broken, all parts gone");
  EXPECT_EQ(summary("delete", "{ name: a, broken: some }"), "broken, some parts gone");
}

TEST(RuleSummary, CutsALongList) {
  EXPECT_EQ(summary("keep", "{ name: a, tags: [a, b, c, d, e, f, g, h, i, j] }"),
            "tags [a, b, c, d, e, f, g, h] and 2 more");
}

TEST(RuleMeaning, IsNotChangedByNameOrderOrSpelling) {
  const Digest first = meaning("{ name: a, tags: [x, y], older_than: 1d, newest: 2 }");
  EXPECT_EQ(first, meaning("{ name: b, newest: 2, older_than: 24h, tags: { any: [\"y\", 'x', x] } }"));
}

TEST(RuleMeaning, IsChangedByEveryPartOfTheConditions) {
  const Digest first = meaning("{ name: a, tags: [x, y], older_than: 1d, newest: 2 }");
  for (const std::string rule :
       {"{ name: a, tags: [x, z], older_than: 1d, newest: 2 }", "{ name: a, tags: [x, y], older_than: 2d, newest: 2 }",
        "{ name: a, tags: [x, y], older_than: 1d, newest: 3 }",
        "{ name: a, tags: [x, y], younger_than: 1d, newest: 2 }",
        "{ name: a, tags: { all: [x, y] }, older_than: 1d, newest: 2 }",
        "{ name: a, tags: { none: [x, y] }, older_than: 1d, newest: 2 }", "{ name: a, tags: [x, y], older_than: 1d }",
        "{ name: a, older_than: 1d, newest: 2 }", "{ name: a, tags: [\"x}{1:y\"], older_than: 1d, newest: 2 }"}) {
    EXPECT_NE(first, meaning(rule)) << rule;
  }
  EXPECT_NE(meaning("{ name: a, tagged: true }"), meaning("{ name: a, tagged: false }"));
  EXPECT_NE(meaning("{ name: a, older_than: 1mo }"), meaning("{ name: a, older_than: 30d }"));
  EXPECT_NE(meaning("{ name: a, older_than: 1d }"), meaning("{ name: a, idle_for: 1d }"));
  EXPECT_NE(meaning("{ name: a, semver: \"<2\" }"), meaning("{ name: a, semver: \"<=2\" }"));
  EXPECT_EQ(meaning("{ name: a, semver: \"^1.2.0\" }"), meaning("{ name: a, semver: \">=1.2.0 <2.0.0-0\" }"));
  EXPECT_NE(meaning("{ name: a, prerelease: true }"), meaning("{ name: a, prerelease: false }"));
  EXPECT_NE(meaning("{ name: a, in_use_file: { path: /x } }"), meaning("{ name: a, in_use_file: { path: /y } }"));
}

TEST(RuleMeaning, IsChangedByConditionsOverManifests) {
  std::set<std::string> meanings;
  for (const std::string condition : {"orphan: true", "broken: all", "broken: some", "orphan: true, broken: all"}) {
    meanings.insert(to_hex(info_of("delete", "{ name: a, older_than: 1d, " + condition + " }").meaning));
  }
  EXPECT_EQ(meanings.size(), 4U);
}

TEST(RuleMeaning, IsChangedByEveryPartOfTheMeasure) {
  const std::string pattern = "tags: [\"re:(?P<b>.)(?P<c>.)\"]";
  const std::vector<std::string> rules{"{ name: a, " + pattern + ", newest: 1 }",
                                       "{ name: a, " + pattern + ", newest: 1, group_by: [b] }",
                                       "{ name: a, " + pattern + ", newest: 1, group_by: [b, c] }",
                                       "{ name: a, " + pattern + ", newest: 1, order: version }",
                                       "{ name: a, " + pattern + ", newest: 1, per: major }",
                                       "{ name: a, " + pattern + ", newest: 1, per: minor }",
                                       "{ name: a, " + pattern + ", calendar: { daily: 1 } }",
                                       "{ name: a, " + pattern + ", calendar: { weekly: 1 } }",
                                       "{ name: a, " + pattern + ", calendar: { daily: 2 } }"};
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(meaning(rules[i]), meaning(rules[j])) << rules[i] << rules[j];
  }
  EXPECT_EQ(meaning(rules[2]), meaning("{ name: a, " + pattern + ", newest: 1, group_by: [c, b] }"));
}

// It ties the clocks and approvals of older ledgers to the rules: it may not change between releases.
TEST(RuleMeaning, StaysWhatItIs) {
  EXPECT_EQ(to_hex(meaning("{ name: a, tags: [x, y], older_than: 1d, newest: 2 }")),
            "fd6d89e1873a9259530ef07590f9df993434b3b0dc6bddcdc0c6c62c0b59f109");
}

TEST(RuleSetMeaning, IsNotChangedByOrderOrNames) {
  const std::string a =
      "  - { name: a, owner: [org:acme, me], type: [npm, maven], packages: [x, y],\n"
      "      delete: [{ name: d, older_than: 1d }, { name: e, older_than: 2d, version: [z] }] }\n";
  const std::string b = "  - { name: b, owner: me, type: npm, packages: [z], delete: [{ name: d, older_than: 1d }] }\n";
  const std::string a_other =
      "  - { name: A, type: [maven, npm], owner: [me, org:ACME], packages: [y, x],\n"
      "      delete: [{ name: E, version: [z], older_than: 2d }, { name: D, older_than: 24h }] }\n";
  EXPECT_EQ(hash("policies:\n" + a + b), hash("# comment\npolicies:\n" + b + a_other));
}

TEST(RuleSetMeaning, IsChangedByEverySetting) {
  const auto file = [](const std::string& top, const std::string& policy, const std::string& list = "delete") {
    return top + "policies:\n  - { name: a, owner: me, type: npm, packages: [x]" + policy + ", " + list +
           ": [{ name: d, older_than: 1d }] }\n";
  };
  const Digest first = hash(file("", ""));
  EXPECT_EQ(first, hash(file("timezone: UTC\ndefaults: { mode: audit, min_age: 1d }\n", ", min_keep: 1")));
  for (const std::string& text :
       {file("timezone: Europe/Madrid\n", ""), file("defaults: { limits: { cycle: 1 } }\n", ""),
        file("protect: [{ name: d, older_than: 1d }]\n", ""), file("", ", mode: enforce"), file("", ", min_age: 2d"),
        file("", ", min_keep: 2"), file("", ", limits: { versions: 1 }"), file("", ", limits: { percent: unlimited }"),
        file("", "", "keep")}) {
    EXPECT_NE(first, hash(text)) << text;
  }
}

}  // namespace
}  // namespace retention::language
