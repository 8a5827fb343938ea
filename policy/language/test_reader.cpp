#include "policy/language/test_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "policy/base/suggest.h"
#include "policy/language/lists.h"
#include "policy/language/scalars.h"
#include "policy/language/test_keys.h"
#include "policy/language/wording.h"

namespace retention::language {
namespace {

std::vector<std::string> read_tag_names(const Section& given) {
  std::vector<std::string> tags;
  const auto field = given.find("tags");
  if (!field) return tags;
  if (field->node->kind == NodeKind::sequence && field->node->items.empty()) return tags;
  for (const Field& item : read_items(*field, ValueKind::scalars, Single::refused, given.findings())) {
    if (item.node->kind == NodeKind::scalar && !item.node->text.empty()) {
      tags.push_back(item.node->text);
    } else {
      given.findings().problem(item, fmt::format("a tag is due, not {}", describe(*item.node)));
    }
  }
  return tags;
}

GivenVersion read_given(const Section& given) {
  GivenVersion version;
  version.tags = read_tag_names(given);
  version.version = read_text(given, "version");
  version.age = read_duration(given, "age").value_or(Duration{});
  version.idle = read_duration(given, "idle");
  version.siblings = read_integer(given, "siblings").value_or(0);
  version.package = read_text(given, "package");
  if (const auto word = read_choice(given, "type")) version.type = value_of(kPackageTypes, *word);
  if (version.version && !version.tags.empty()) {
    given.findings().problem(*given.find("version"),
                             "stands beside tags, but no version has both; take one of them out");
  }
  return version;
}

void report_unknown(const Section& test, std::string_view key, std::string_view what, const std::string& name,
                    const std::vector<std::string_view>& known) {
  const auto near = nearest(name, known);
  test.findings().problem(*test.find(key),
                          near ? fmt::format("there is no {} {}; did you mean {}?", what, quoted(name), quoted(*near))
                               : fmt::format("there is no {} {}", what, quoted(name)));
}

void check_policy(const Section& section, const RuleTest& test, const RuleSet& rules) {
  std::vector<std::string_view> names;
  for (const Policy& policy : rules.policies) names.push_back(policy.name);
  if (std::find(names.begin(), names.end(), test.policy) == names.end()) {
    report_unknown(section, "policy", "policy", test.policy, names);
  }
}

// A rule that the test may meet: of its policy, of protect, or with a package of any policy.
void check_rule(const Section& section, const RuleTest& test, const RuleSet& rules) {
  if (!test.rule) return;
  std::vector<std::string_view> names;
  for (const Rule& rule : rules.rules) {
    const bool met = test.given.package || rule.info.policy.empty() || rule.info.policy == test.policy;
    if (met) names.push_back(rule.info.name);
  }
  if (std::find(names.begin(), names.end(), *test.rule) == names.end()) {
    report_unknown(section, "rule", "rule", *test.rule, names);
  }
}

RuleTest read_test(const Section& section, const RuleSet& rules) {
  RuleTest test;
  test.policy = read_text(section, "policy").value_or("");
  test.given = read_given(section.section("given"));
  if (const auto word = read_choice(section, "expect")) test.expected = *value_of(kVerdicts, *word);
  test.rule = read_text(section, "rule");
  if (section.has("policy")) check_policy(section, test, rules);
  check_rule(section, test, rules);
  return test;
}

}  // namespace

std::vector<PlacedTest> read_tests(const Section& file, const RuleSet& rules) {
  std::vector<PlacedTest> tests;
  for (const Section& section : file.sections("tests")) {
    tests.push_back({read_test(section, rules), section.field().node->at, section.field().path});
  }
  return tests;
}

}  // namespace retention::language
