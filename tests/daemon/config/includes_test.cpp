#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <variant>

#include "daemon/config/load.h"
#include "tests/support/temp_directory.h"

namespace retention::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kPolicy = "policies:\n  - { name: a, owner: me, type: npm, packages: [\"*\"] }\n";

class Includes : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, const std::string& text) {
    const auto file = directory_.path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
    return file;
  }

  // The problems of a main file, without the folder before each name.
  std::vector<std::string> problems_of(const std::string& text) {
    const auto loaded = load_file(write("config.yaml", text));
    std::vector<std::string> lines;
    if (loaded) return lines;
    for (const auto& problem : loaded.error().list) {
      std::string line = language::to_string(loaded.error().files, problem);
      const std::string folder = directory_.path().string() + "/";
      for (auto at = line.find(folder); at != std::string::npos; at = line.find(folder)) line.erase(at, folder.size());
      lines.push_back(line);
    }
    return lines;
  }

  test::TempDirectory directory_;
};

TEST_F(Includes, JoinTheRulesAndTestsOfAllFiles) {
  write("policies.d/b.yaml", "protect: [{ name: keep-me, version: [\"1.*\"] }]\n");
  write("policies.d/a.yaml", kPolicy);
  write("more.yaml",
        "policies: [{ name: b, owner: me, type: npm, packages: [x], delete: [{ name: d, older_than: 3d }] }]\n"
        "tests: [{ policy: a, given: { version: 1.0.0, age: 1d }, expect: keep }]\n");
  const auto loaded = load_file(write("config.yaml", "version: 1\ninclude: [\"policies.d/*.yaml\", more.yaml]\n"));
  ASSERT_TRUE(loaded) << language::to_error(loaded.error()).message;
  const RuleSet& rules = loaded->config.rules;
  EXPECT_THAT(rules.protect, SizeIs(1));
  ASSERT_THAT(rules.policies, SizeIs(2));
  EXPECT_EQ(rules.policies[0].name, "a");
  EXPECT_THAT(loaded->tests, SizeIs(1));
  EXPECT_THAT(loaded->files, SizeIs(4));
  EXPECT_THAT(loaded->text, HasSubstr("older_than: 3d")) << "the ledger keeps the text of all files";
}

TEST_F(Includes, TellProblemsOfAllFilesInTheirPlaces) {
  write("a.yaml", "version: 1\npolicies: [{ name: a, owner: me, type: npm, packages: [x], delete: [{ odd: 1 }] }]\n");
  write("b.yaml", "[]");
  EXPECT_THAT(
      problems_of("version: 2\ninclude: [a.yaml, b.yaml]\n"),
      ElementsAre(HasSubstr("config.yaml:1:10: version: 2 is not known"),
                  HasSubstr("a.yaml:1:1: version: stands in the file that includes this one"),
                  HasSubstr("a.yaml:2:69: policies[0].delete[0].name: is missing"),
                  HasSubstr("a.yaml:2:71: policies[0].delete[0].odd: unknown key"),
                  HasSubstr("b.yaml:1:1: the file must hold keys and values; write protect, policies or tests")));
}

TEST_F(Includes, AskForAFileThatEachPatternMatches) {
  EXPECT_THAT(problems_of(std::string("version: 1\ninclude: [\"nowhere/*.yaml\"]\n") + kPolicy),
              ElementsAre(HasSubstr("config.yaml:2:11: include[0]: no file matches \"nowhere/*.yaml\"")));
}

TEST_F(Includes, TakeEachFileOnce) {
  write("a.yaml", kPolicy);
  EXPECT_THAT(problems_of("version: 1\ninclude: [a.yaml, \"a*.yaml\", config.yaml]\n"),
              ElementsAre(HasSubstr("include[1]: names \"a.yaml\" a second time"),
                          HasSubstr("include[2]: names \"config.yaml\" a second time")));
}

TEST_F(Includes, ShareTheNamesOfPoliciesAndProtectRules) {
  write("a.yaml", kPolicy);
  EXPECT_THAT(
      problems_of(std::string("version: 1\ninclude: [a.yaml]\n") + kPolicy),
      ElementsAre(HasSubstr("a.yaml:2:13: policies[0].name: \"a\" is already the name of the policy on line 4 of "
                            "another file")));
}

TEST_F(Includes, LookForInUseFilesBesideTheFileThatNamesThem) {
  write("team/rules.yaml", "protect: [{ name: p, in_use_file: { path: in-use.txt } }]\n");
  const auto loaded = load_file(write("config.yaml",
                                      "version: 1\ninclude: [team/rules.yaml]\npolicies:\n  - { name: a, "
                                      "owner: me, type: container, packages: [\"*\"] }\n"));
  ASSERT_TRUE(loaded) << language::to_error(loaded.error()).message;
  const auto& condition = std::get<InUseFileCondition>(loaded->config.rules.rules[0].conditions[0]);
  EXPECT_EQ(condition.path, (directory_.path() / "team/in-use.txt").string());
}

TEST_F(Includes, NeverShowATokenOfAnIncludedFile) {
  const std::string token = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
  write("a.yaml", std::string(kPolicy) + "# " + token + "\n");
  const auto problems = problems_of("version: 1\ninclude: [a.yaml]\n");
  EXPECT_THAT(problems, ElementsAre(HasSubstr("a.yaml:3:3: this is a GitHub token")));
}

TEST_F(Includes, MayHoldAllPolicies) {
  write("a.yaml", "protect: []\n");
  EXPECT_THAT(problems_of("version: 1\ninclude: [a.yaml]\n"),
              ElementsAre(HasSubstr("config.yaml:1:1: policies: is missing; write a list")));
}

}  // namespace
}  // namespace retention::config
