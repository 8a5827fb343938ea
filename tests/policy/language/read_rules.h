#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/language/document.h"
#include "policy/language/policy_keys.h"
#include "policy/language/rule_set_reader.h"

namespace retention::language {

inline constexpr std::array<KeySpec, 4> kRuleFileKeys{kTimezone, kDefaults, kProtect, kPolicies};
inline constexpr KeyTable kRuleFileTable{"the file", kRuleFileKeys};

// A rule set and what was found while it was read.
struct RulesRead {
  RuleSet rules;
  std::vector<std::string> problems;  // "line:column: path: text"
  std::vector<std::string> warnings;
};

inline std::vector<std::string> lines_of(std::vector<Problem> list) {
  std::sort(list.begin(), list.end(), [](const Problem& a, const Problem& b) { return a.at < b.at; });
  std::vector<std::string> lines;
  for (const Problem& problem : list) lines.push_back(to_string({""}, problem).substr(1));
  return lines;
}

// Reads the rules of a text that is sound YAML.
inline RulesRead read_rules_of(std::string_view text) {
  const Document document = parse_document(text);
  Findings findings;
  const Section file({document.root.get(), ""}, kRuleFileTable, findings);
  RuleSet rules = read_rule_set(file, {});
  return {std::move(rules), lines_of(findings.problems()), lines_of(findings.warnings())};
}

// A file with one policy for containers, given the lines below it (indented by four blanks).
inline std::string container_policy(std::string_view lines) {
  return "policies:\n  - name: images\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n" +
         std::string(lines);
}

}  // namespace retention::language
