#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "tests/simulator/fault.h"
#include "tests/simulator/scenario.h"
#include "tests/simulator/switch_words.h"

namespace retention::simulator::test {
namespace {

std::string contents(const std::string& file) {
  std::ifstream stream(std::string(SIMULATOR_FOLDER) + "/" + file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// The fenced blocks of one language.
std::vector<std::string> blocks(const std::string& language) {
  const std::string readme = contents("README.md");
  const std::string fence = "```" + language + "\n";
  std::vector<std::string> found;
  for (std::size_t at = readme.find(fence); at != std::string::npos; at = readme.find(fence, at)) {
    at += fence.size();
    found.push_back(readme.substr(at, readme.find("```\n", at) - at));
  }
  return found;
}

// The words in backquotes in the first column of the tables below a heading.
std::set<std::string> first_column(const std::string& heading) {
  const std::string readme = contents("README.md");
  const std::size_t begin = readme.find("## " + heading);
  std::istringstream section(readme.substr(begin, readme.find("\n## ", begin) - begin));
  std::set<std::string> words;
  for (std::string line; std::getline(section, line);) {
    if (line.rfind("| `", 0) != 0) continue;
    const std::string cell = line.substr(0, line.find(" | "));
    const std::regex word("`([^`]+)`");
    for (std::sregex_iterator it(cell.begin(), cell.end(), word), end; it != end; ++it) words.insert((*it)[1]);
  }
  return words;
}

TEST(Readme, ScenariosCanBeRead) {
  const auto examples = blocks("yaml");
  EXPECT_EQ(examples.size(), 4U);
  for (const std::string& example : examples) {
    const bool whole = example.find("owners:") != std::string::npos;
    EXPECT_NO_THROW((void)Scenario::parse(whole ? example : "owners: [{ login: acme }]\n" + example)) << example;
  }
}

TEST(Readme, ExamplesOfTestsAreThoseThatRun) {
  const auto examples = blocks("cpp");
  EXPECT_EQ(examples.size(), 2U);
  for (const std::string& example : examples) {
    EXPECT_NE(contents("test/readme_example_test.cpp").find(example), std::string::npos) << example;
  }
}

TEST(Readme, ListsEverySwitch) {
  std::set<std::string> names;
  const auto switches = nlohmann::json::parse(switches_json({}));
  for (const auto& entry : switches.items()) names.insert(entry.key());
  EXPECT_EQ(first_column("Switches"), names);
}

TEST(Readme, ListsEveryKindOfFault) {
  const auto kinds = first_column("Faults");
  EXPECT_EQ(kinds.size(), 13U);
  for (const std::string& kind : kinds) EXPECT_NO_THROW((void)Fault::parse("{ kind: " + kind + " }")) << kind;
}

}  // namespace
}  // namespace retention::simulator::test
