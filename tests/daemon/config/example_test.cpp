#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "daemon/config/keys.h"
#include "daemon/config/load.h"
#include "policy/base/time.h"
#include "policy/rule_test.h"
#include "tests/daemon/config/samples.h"

namespace retention::config {
namespace {

using testing::IsEmpty;

// Every line of the text from which the comment sign, if it has one, was taken away.
std::vector<std::string> lines_without_signs(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t first = line.find_first_not_of(" #-{");
    lines.push_back(first == std::string::npos ? "" : line.substr(first));
  }
  return lines;
}

bool is_explained(const std::string& text, const std::string& key) {
  for (const std::string& line : lines_without_signs(text)) {
    if (line.find(key + ": ") == 0 || line == key + ":") return true;
    if (line.find(key + "  ") == 0) return true;  // a row of a list of keys
    for (const std::string before : {"{ ", ", "}) {
      if (line.find(before + key + ": ") != std::string::npos) return true;
    }
  }
  return false;
}

void check_table(const language::KeyTable& table, const std::string& text) {
  for (const language::KeySpec& spec : table.keys) {
    EXPECT_TRUE(is_explained(text, std::string(spec.name))) << table.what << " has " << spec.name;
    EXPECT_THAT(spec.explanation, testing::EndsWith(".")) << spec.name;
    if (spec.keys != nullptr) check_table(*spec.keys, text);
    if (spec.fallback.empty()) continue;
    const std::string name(spec.name);
    const std::string plain = name + ": " + std::string(spec.fallback);
    const std::string quoted = name + ": \"" + std::string(spec.fallback) + "\"";
    EXPECT_TRUE(text.find(plain) != std::string::npos || text.find(quoted) != std::string::npos)
        << table.what << ": the default " << plain << " is not shown";
  }
}

TEST(Example, Loads) {
  const auto loaded = load_file(source_file("config.example.yaml"));
  ASSERT_TRUE(loaded) << language::to_error(loaded.error()).message;
  EXPECT_THAT(loaded->warnings, IsEmpty());
  for (const Policy& policy : loaded->config.rules.policies) EXPECT_EQ(policy.mode, Mode::audit) << policy.name;
}

TEST(Example, PassesItsOwnTests) {
  const auto loaded = load_file(source_file("config.example.yaml"));
  ASSERT_TRUE(loaded) << language::to_error(loaded.error()).message;
  const RuleSet& rules = loaded->config.rules;
  const SysTime now = parse_rfc3339("2026-03-02T12:00:00Z").value();
  EXPECT_GE(loaded->tests.size(), 3U);
  for (const language::PlacedTest& placed : loaded->tests) {
    const auto result = run(placed.test, rules, now);
    ASSERT_TRUE(result) << placed.path << ": " << result.error().message;
    EXPECT_TRUE(result->passes(placed.test, table_of(rules))) << placed.path;
  }
}

TEST(Example, ShowsEveryKeyWithItsDefault) {
  check_table(kFileTable, text_of_file(source_file("config.example.yaml")));
}

}  // namespace
}  // namespace retention::config
