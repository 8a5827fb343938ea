#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/config/load.h"
#include "daemon/config/secret_scan.h"
#include "policy/language/text_check.h"
#include "policy/rule_test.h"
#include "tests/fuzz/plan_check.h"
#include "tests/fuzz/require.h"
#include "tests/support/inventory_builder.h"

namespace retention::fuzz {
namespace {

using config::LoadResult;
using language::Problem;

constexpr const char* kFile = "fuzzed.yaml";

// How many characters each line of a text has.
std::vector<std::int32_t> line_lengths(std::string_view text) {
  std::vector<std::int32_t> lengths{0};
  for (const char byte : language::without_bom(text)) {
    if (byte == '\n') {
      lengths.push_back(0);
    } else if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) {
      ++lengths.back();
    }
  }
  return lengths;
}

void check_place(const Problem& problem, const std::vector<std::int32_t>& lengths) {
  const auto [line, column, file] = problem.at;
  require(file == 0, "a problem is in the only file");
  if (line == 0) {
    require(column == 0 && problem.path.empty(), "a problem without a line is one of the file as a whole");
    return;
  }
  require(line > 0 && line <= static_cast<std::int32_t>(lengths.size()), "a problem is on a line of the file");
  require(column > 0 && column <= lengths[static_cast<std::size_t>(line) - 1] + 1, "a problem is within its line");
}

// Problems or warnings.
void check_findings(const std::vector<Problem>& list, std::string_view text) {
  const std::vector<std::int32_t> lengths = line_lengths(text);
  for (const Problem& problem : list) {
    require(!problem.text.empty(), "a problem says what is wrong");
    require(!config::holds_token(language::to_string({kFile}, problem)), "no message shows a token");
    check_place(problem, lengths);
  }
  const auto after = [](const Problem& a, const Problem& b) { return b.at < a.at; };
  require(std::adjacent_find(list.begin(), list.end(), after) == list.end(), "problems are in the order of the file");
  const auto whole = std::count_if(list.begin(), list.end(), [](const Problem& one) { return one.at.line == 0; });
  require(whole <= 1, "at most one problem is one of the file as a whole");
}

void check_tests(const config::Loaded& loaded) {
  for (const language::PlacedTest& placed : loaded.tests) {
    const auto result = retention::run(placed.test, loaded.config.rules, test::kNow);
    if (!result) {
      require(!result.error().message.empty(), "a test that cannot be set up says why");
      continue;
    }
    require(!result->reasons.empty(), "what a test decides has a reason");
    require((result->verdict == Verdict::remove) == (result->reasons.front().layer == Layer::remove),
            "a test deletes if and only if a delete rule decides");
  }
}

void check_loaded(const config::Loaded& loaded, const std::string& text) {
  require(loaded.text == text, "the text is kept as it was read");
  require(loaded.files == std::vector<std::string>{kFile}, "the only file is named");
  require(!config::holds_token(text), "a text with a token is refused");
  check_findings(loaded.warnings, text);
  check_plans(loaded.config.rules);
  check_tests(loaded);
}

void check_same(const LoadResult& first, const LoadResult& second) {
  require(first.has_value() == second.has_value(), "a text loads always or never");
  if (first) {
    require(first->config.rules.hash == second->config.rules.hash, "the rules of a text have one hash");
    require(first->warnings == second->warnings, "the warnings of a text are always the same");
  } else {
    require(first.error().list == second.error().list, "the problems of a text are always the same");
  }
}

void check(const std::string& text) {
  const LoadResult result = config::load_text(text, kFile);
  check_same(result, config::load_text(text, kFile));
  if (result) {
    check_loaded(*result, text);
  } else {
    require(!result.error().list.empty(), "a text that is refused has a problem");
    check_findings(result.error().list, text);
  }
}

}  // namespace
}  // namespace retention::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  retention::fuzz::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
