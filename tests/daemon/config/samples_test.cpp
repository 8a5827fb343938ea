#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "daemon/config/load.h"
#include "tests/daemon/config/samples.h"

namespace retention::config {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kExpect = "# expect: ";

std::vector<std::string> expected_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (line.substr(0, kExpect.size()) == kExpect) lines.push_back(line.substr(kExpect.size()));
  }
  return lines;
}

// Without the name of the file.
std::vector<std::string> lines_of(const std::vector<language::Problem>& list) {
  std::vector<std::string> lines;
  for (const auto& problem : list) {
    const std::string line = language::to_string({""}, problem);
    lines.push_back(line.substr(line.find_first_not_of(": ")));
  }
  return lines;
}

std::vector<std::string> problems_of(const LoadResult& result) {
  return result ? std::vector<std::string>{} : lines_of(result.error().list);
}

TEST(Samples, ValidOnesLoad) {
  ASSERT_THAT(samples("valid"), Not(IsEmpty()));
  for (const auto& file : samples("valid")) {
    EXPECT_THAT(problems_of(load_file(file)), IsEmpty()) << file;
  }
}

TEST(Samples, InvalidOnesGiveExactlyTheErrorsTheyExpect) {
  ASSERT_THAT(samples("invalid"), Not(IsEmpty()));
  for (const auto& file : samples("invalid")) {
    const auto expected = expected_lines(text_of_file(file));
    ASSERT_THAT(expected, Not(IsEmpty())) << file;
    EXPECT_THAT(problems_of(load_file(file)), ElementsAreArray(expected)) << file;
  }
}

TEST(Samples, GiveWarningsAtTheirPlaces) {
  const auto loaded = load_file(source_file("tests/samples/valid/with-warnings.yaml"));
  ASSERT_TRUE(loaded);
  EXPECT_THAT(lines_of(loaded->warnings),
              ElementsAre(HasSubstr("3:35: protect[0].tags: no type of any policy has it"),
                          HasSubstr("5:5: policies[0]: only keeps and can never delete"),
                          HasSubstr("10:13: policies[0].delete: the list is empty"),
                          HasSubstr("11:5: policies[1]: has no rules and can never delete"),
                          HasSubstr("14:16: policies[1].packages[0]: \"^(app|lib)$\" is a glob that looks like"),
                          HasSubstr("19:12: policies[2].keep[0]: keeps everything"),
                          HasSubstr("20:14: policies[2].delete[0]: can never delete")));
}

TEST(Load, TellsEveryErrorOfAFileAtOnce) {
  const auto result = load_text(
      "version: 3\n"
      "timezone: Mars\n"
      "github: { api_url: ftp://x, token: abc }\n"
      "ledger: { keep: 1d }\n"
      "schedule: { cron: never }\n"
      "defaults: { mode: destroy }\n"
      "protect: [{ name: p }]\n"
      "policies: [{ name: a, owner: b, type: c, packages: d, delete: [{ name: e, older_than: 5, odd: 1 }] }]\n",
      "c.yaml");
  EXPECT_THAT(
      problems_of(result),
      ElementsAre(HasSubstr("1:10: version:"), HasSubstr("2:11: timezone:"), HasSubstr("3:20: github.api_url:"),
                  HasSubstr("3:36: github.token:"), HasSubstr("4:17: ledger.keep:"), HasSubstr("5:19: schedule.cron:"),
                  HasSubstr("6:19: defaults.mode:"), HasSubstr("7:11: protect[0]:"),
                  HasSubstr("8:30: policies[0].owner:"), HasSubstr("8:39: policies[0].type:"),
                  HasSubstr("8:52: policies[0].packages:"), HasSubstr("8:87: policies[0].delete[0].older_than:"),
                  HasSubstr("8:90: policies[0].delete[0].odd:")));
}

TEST(Load, NamesTheFileAsItWasGiven) {
  const auto result = load_text("version: 2\npolicies: []\n", "some/c.yaml");
  ASSERT_FALSE(result);
  const Error error = language::to_error(result.error());
  EXPECT_EQ(error.code, ErrorCode::configuration);
  EXPECT_THAT(error.message, testing::StartsWith("some/c.yaml:1:10: version: 2 is not known"));
  EXPECT_THAT(error.message, HasSubstr("\nsome/c.yaml:2:11: policies: the list is empty"));
}

TEST(Load, SaysWhyAFileCannotBeRead) {
  EXPECT_THAT(problems_of(load_file("/nowhere/c.yaml")), ElementsAre(HasSubstr("there is no such file")));
  EXPECT_THAT(problems_of(load_file("/")), ElementsAre(HasSubstr("this is a folder")));
}

TEST(Load, NeverShowsATokenThatStandsInTheFile) {
  const std::string token = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
  for (const std::string& text : {"version: " + token, token + ": 1", "github: { token: " + token + " }",
                                  "github: { token: { env: " + token + " } }", "policies: [{ owner: " + token + " }]",
                                  "policies: [{ packages: [\"" + token + " b\"] }]", "timezone: " + token,
                                  "github: { api_url: \"https://x:" + token + "@y\" }", "# " + token + "\na: [",
                                  "a: *" + token, "a: !" + token}) {
    const auto result = load_text(text, "c.yaml");
    ASSERT_FALSE(result) << text;
    const std::string message = language::to_error(result.error()).message;
    EXPECT_THAT(message, HasSubstr("this is a GitHub token"));
    EXPECT_THAT(message, Not(HasSubstr("0123456789")));
  }
}

}  // namespace
}  // namespace retention::config
