#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "daemon/config/load.h"
#include "tests/daemon/config/samples.h"

namespace retention::config {
namespace {

constexpr int kRounds = 500;

// Changes a text in one of the ways in which files go wrong.
class Mutator {
 public:
  explicit Mutator(std::vector<std::string> seeds) : seeds_(std::move(seeds)) {}

  std::string next() {
    std::string text = seeds_[below(seeds_.size())];
    for (std::size_t edits = 1 + below(6); edits > 0; --edits) edit(text);
    return text;
  }

 private:
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }

  void edit(std::string& text) {
    static const std::vector<std::string> kPieces{"{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  ":",
                                                  ": ",
                                                  "- ",
                                                  "\n",
                                                  "\n  ",
                                                  "\"",
                                                  "'",
                                                  "#",
                                                  "!",
                                                  "&a ",
                                                  "*a",
                                                  "|",
                                                  ">",
                                                  "?",
                                                  "%",
                                                  "@",
                                                  "`",
                                                  "\t",
                                                  "-1",
                                                  "0",
                                                  "~",
                                                  "null",
                                                  "<<: ",
                                                  "---\n",
                                                  "...",
                                                  "\xFF",
                                                  "\xC3",
                                                  std::string(1, '\0'),
                                                  "99999999999999999999",
                                                  "unlimited",
                                                  "re:(",
                                                  "[a",
                                                  ",",
                                                  "true"};
    const std::size_t at = text.empty() ? 0 : below(text.size());
    switch (below(5)) {
      case 0:
        text.insert(at, kPieces[below(kPieces.size())]);
        break;
      case 1:
        text.erase(at, 1 + below(8));
        break;
      case 2:
        if (!text.empty()) text[at] = static_cast<char>(below(256));
        break;
      case 3:
        text.insert(at, text.substr(below(text.size() + 1), below(60)));
        break;
      default:
        text.erase(at);
    }
  }

  std::mt19937 random_{20240229};
  std::vector<std::string> seeds_;
};

TEST(Mutations, EndInAConfigurationOrInProblemsWithAPlace) {
  std::vector<std::string> seeds{text_of_file(source_file("config.example.yaml"))};
  for (const std::string kind : {"valid", "invalid"}) {
    for (const auto& file : samples(kind)) seeds.push_back(text_of_file(file));
  }
  Mutator mutator(std::move(seeds));
  int loaded = 0;
  for (int round = 0; round < kRounds; ++round) {
    const std::string text = mutator.next();
    const auto result = load_text(text, "mutated.yaml");
    if (result) {
      ++loaded;
      continue;
    }
    ASSERT_FALSE(result.error().list.empty()) << text;
    for (const auto& problem : result.error().list) {
      ASSERT_FALSE(problem.text.empty()) << text;
      ASSERT_GE(problem.at.line, 0) << text;
    }
  }
  EXPECT_GT(loaded, 0);
  EXPECT_LT(loaded, kRounds);
}

}  // namespace
}  // namespace retention::config
