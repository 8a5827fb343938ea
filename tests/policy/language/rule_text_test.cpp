#include "policy/language/rule_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

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
