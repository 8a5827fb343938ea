#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/duration.h"
#include "policy/base/pattern.h"
#include "policy/base/pattern_index.h"
#include "policy/ordering/semver.h"
#include "policy/ordering/semver_range.h"
#include "tests/fuzz/plain_glob.h"
#include "tests/fuzz/require.h"
#include "tests/support/inventory_builder.h"

namespace retention::fuzz {
namespace {

// Patterns up to a blank line, then texts, one on each line.
struct Input {
  std::vector<std::string_view> patterns;
  std::vector<std::string_view> texts;
};

Input read_input(std::string_view bytes) {
  Input input;
  auto* list = &input.patterns;
  while (!bytes.empty()) {
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
    if (line.empty() && list == &input.patterns) {
      list = &input.texts;
      list->push_back(bytes);  // as a whole too, for patterns that match across lines
    } else {
      list->push_back(line);
    }
  }
  return input;
}

// Of one pattern alone, without its `!`. There is no second reader of expressions: RE2 itself is asked.
bool matches_alone(const Pattern& pattern, std::string_view text) {
  if (pattern.body().starts_with("re:")) return pattern.matches(text);
  const auto matches = plain_glob_matches(pattern.body(), text);
  require(matches.has_value(), "what is taken for a glob is one: " + pattern.text());
  return *matches;
}

void check_captures(const Pattern& pattern, std::string_view text) {
  if (!pattern.body().starts_with("re:")) return;
  const auto captures = pattern.capture(text);
  require(captures.has_value() == pattern.matches(text), "what an expression matches it captures: " + pattern.text());
  require(!captures || captures->size() == pattern.capture_names().size(), "every named group has its capture");
}

void check_text(const std::vector<Pattern>& patterns, const PatternIndex& index, std::string_view text) {
  const auto found = index.matching(text);
  bool added = false;
  bool only_subtracts = !patterns.empty();
  bool subtracted = false;
  for (const Pattern& pattern : patterns) {
    const bool matches = matches_alone(pattern, text);
    const std::string both = pattern.text() + " on " + std::string(text);
    require(pattern.matches(text) == matches, "a pattern matches what it describes: " + both);
    const auto times = std::count(found.begin(), found.end(), index.slot_of(pattern));
    require(times == (matches ? 1 : 0), "the index finds a pattern once if it matches: " + both);
    check_captures(pattern, text);
    const bool subtracts = pattern.text().starts_with('!');
    added = added || (matches && !subtracts);
    subtracted = subtracted || (matches && subtracts);
    only_subtracts = only_subtracts && subtracts;
  }
  const PatternList list(patterns);
  require(list.subtracted(text) == subtracted, "a list subtracts what a pattern with ! matches");
  require(list.matches(text) == ((added || only_subtracts) && !subtracted),
          "a list holds what is added, not subtracted");
}

void check_patterns(const Input& input) {
  std::vector<Pattern> patterns;
  for (const std::string_view text : input.patterns) {
    if (auto pattern = Pattern::parse(text)) {
      require(pattern->text() == text, "a pattern keeps its text");
      patterns.push_back(*std::move(pattern));
    } else {
      require(!pattern.error().message.empty(), "a pattern that is refused has a reason");
    }
  }
  const PatternIndex index(patterns);
  for (const std::string_view text : input.texts) check_text(patterns, index, text);
}

// Naming a range a second time as an alternative changes nothing.
void check_range(std::string_view text, const std::vector<std::string_view>& versions) {
  const auto range = parse_semver_range(text);
  if (!range) {
    require(!range.error().message.empty(), "a range that is refused has a reason");
    return;
  }
  const auto twice = parse_semver_range(std::string(text) + " || " + std::string(text));
  require(twice.has_value(), "a range may be named twice");
  for (const std::string_view version : versions) {
    const auto semver = parse_semver(version);
    if (semver) require(contains(*range, *semver) == contains(*twice, *semver), "twice a range is the range");
  }
}

void check_duration(std::string_view text) {
  const auto duration = parse_duration(text);
  if (!duration) {
    require(!duration.error().message.empty(), "a duration that is refused has a reason");
    return;
  }
  require(parse_duration(format_duration(*duration)) == *duration, "a duration that is printed reads the same");
  require(subtract(test::kNow, *duration, Zone()) <= test::kNow, "a duration leads back in time");
  require(add(test::kNow, *duration, Zone()) >= test::kNow, "a duration leads forth in time");
}

}  // namespace
}  // namespace retention::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace retention::fuzz;
  const Input input = read_input({reinterpret_cast<const char*>(data), size});
  check_patterns(input);
  for (const std::string_view text : input.patterns) {
    check_range(text, input.texts);
    check_duration(text);
  }
  return 0;
}
