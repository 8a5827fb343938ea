#include "policy/base/pattern_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace retention {
namespace {

std::vector<Pattern> parse(const std::vector<std::string>& texts) {
  std::vector<Pattern> patterns;
  for (const std::string& text : texts) {
    if (auto pattern = Pattern::parse(text)) patterns.push_back(*std::move(pattern));
  }
  return patterns;
}

void expect_agreement(const std::vector<Pattern>& patterns, const std::vector<std::string>& texts) {
  const PatternIndex index(patterns);
  for (const std::string& text : texts) {
    const auto found = index.matching(text);
    for (const Pattern& pattern : patterns) {
      const auto times = std::count(found.begin(), found.end(), index.slot_of(pattern));
      ASSERT_EQ(times, pattern.matches(text) ? 1 : 0) << pattern.text() << " on " << text;
    }
  }
}

TEST(PatternIndex, AgreesWithEveryShapeOfPattern) {
  const auto patterns =
      parse({"latest",  "pr-*",      "pr-1*", "*",      "*-alpha",  "v?.*",          "[a-z]*", "[!a-z]*",
             "a\\*b",   "\\a",       "a",     "a.b",    "re:v\\d+", "re:(?i)LATEST", "x[]]",   "x[\\]-a]",
             "!latest", "\xC3\xA9*", "?",     "a\\\\*", "\xFF",     "[\xFF]",        "\\pr-*"});
  ASSERT_EQ(patterns.size(), 23U);
  expect_agreement(patterns,
                   {"",          "latest",   "LATEST", "pr-", "pr-1",   "pr-12", "x-alpha", "v1.2",
                    "v12",       "9",        "a*b",    "axb", "a",      "a.b",   "x]",      "xa",
                    "x^",        "\xC3\xA9", "\xC3",   "\n",  "a\n",    "a\\",   "a\\b",    "\xFF",
                    "1-alpha\n", "pr",       "v\xFF.", "v1",  "-alpha", "v..",   "[a-z]*",  "latest\xC3\xA9"});
}

TEST(PatternIndex, PatternsWithTheSameBodyShareASlot) {
  const auto patterns = parse({"pr-*", "!pr-*", "pr-*"});
  const PatternIndex index(patterns);
  EXPECT_EQ(index.slots(), 1U);
  EXPECT_EQ(index.slot_of(patterns[0]), index.slot_of(patterns[1]));
}

TEST(PatternIndex, OfNothingMatchesNothing) {
  EXPECT_TRUE(PatternIndex({}).matching("latest").empty());
}

TEST(PatternIndex, AgreesWithRandomPatternsOnRandomTexts) {
  std::mt19937 engine(20260302);
  const auto word = [&](std::string_view alphabet, std::size_t most) {
    std::string text;
    for (std::size_t i = engine() % (most + 1); i > 0; --i) text += alphabet[engine() % alphabet.size()];
    return text;
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> written;
    for (int i = 0; i < 12; ++i) written.push_back((i % 3 == 0 ? "re:" : "") + word("ab*?[]!-\\.", 6));
    std::vector<std::string> texts;
    for (int i = 0; i < 30; ++i) texts.push_back(word("ab-.\xC3\xA9", 5));
    expect_agreement(parse(written), texts);
  }
}

}  // namespace
}  // namespace retention
