#include "daemon/app/rule_tests.h"

#include <optional>

#include "daemon/app/reason_record.h"
#include "daemon/report/wording.h"
#include "policy/rule_test.h"

namespace retention::app {
namespace {

std::string story_of(const RuleTest& test, const RuleTestResult& result, const RuleSet& rules) {
  std::string text = "expected " + std::string(text_of(kVerdicts, test.expected));
  if (test.rule) text += " by rule " + *test.rule;
  return text + ", but the answer is " + std::string(text_of(kVerdicts, result.verdict)) + ": " +
         report::sentence(record_of(result.reasons.front(), rules), test.given.tags);
}

// What is wrong with a test; nothing if it passes.
std::optional<std::string> failure_of(const RuleTest& test, const RuleSet& rules, SysTime now) {
  const auto result = run(test, rules, now);
  if (!result) return result.error().message;
  if (result->passes(test, table_of(rules))) return std::nullopt;
  return story_of(test, *result, rules);
}

}  // namespace

std::vector<std::string> failures_of(const config::Loaded& loaded, SysTime now) {
  std::vector<std::string> lines;
  for (const language::PlacedTest& placed : loaded.tests) {
    auto failure = failure_of(placed.test, loaded.config.rules, now);
    if (failure) lines.push_back(language::to_string(loaded.files, {placed.at, placed.path, *std::move(failure)}));
  }
  return lines;
}

}  // namespace retention::app
