// Files, tokens and ledgers that are not as they should be, through the whole program.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class BadSurroundings : public WholeProgram {
 protected:
  void SetUp() override {
    github(
        "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
        "      - { id: 1, name: 1.0.0, created: 40d }\n"
        "      - { id: 2, name: 1.0.1, created: 30d }\n");
    policies(
        "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
        "    delete: [{ name: all, everything: true }]\n");
  }
};

TEST_F(BadSurroundings, EveryErrorOfAFileIsToldAtOnceWithItsPlace) {
  policies(
      "  - name: p\n    owner: org:acme\n    type: npmm\n    packages: \"a, b\"\n"
      "    delete: [{ nam: all, older_than: 5 }]\n");
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 2);
  EXPECT_THAT(output.err, AllOf(HasSubstr("config.yaml:12:"), HasSubstr("policies[0].type"), HasSubstr("npm")));
  EXPECT_THAT(output.err, AllOf(HasSubstr("policies[0].packages"), HasSubstr("policies[0].delete[0]")));
  EXPECT_THAT(sim().requests(), IsEmpty());
}

TEST_F(BadSurroundings, TextThatIsNotYamlIsAnErrorWithItsLine) {
  policies("  - name: [unclosed\n");
  const Output output = run({"check"});
  EXPECT_EQ(output.status, 2);
  EXPECT_THAT(output.out + output.err, HasSubstr("config.yaml:"));
}

TEST_F(BadSurroundings, CheckTellsThatAnInUseFileCannotBeReliedOn) {
  policies(
      "  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n"
      "    keep: [{ name: used, in_use_file: { path: in-use.txt } }]\n"
      "    delete: [{ name: all, everything: true }]\n");
  const auto warnings = [&] {
    const Output output = run({"check", "--format", "json"});
    EXPECT_EQ(output.status, 0) << "the file may be on its way";
    return output.out;
  };
  EXPECT_THAT(warnings(), HasSubstr("in-use.txt: the in-use file cannot be relied on, so everything its rule applies "
                                    "to stays: there is no such file"));
  folder().write("in-use.txt", "nginx:1.27\n");
  EXPECT_THAT(warnings(), HasSubstr("line 1: the image is not OWNER/NAME or HOST/OWNER/NAME"));
  folder().write("in-use.txt", "acme/web:1.27\n");
  EXPECT_THAT(warnings(), HasSubstr("\"warnings\":[]"));
}

TEST_F(BadSurroundings, AMissingFileSaysWhatToDo) {
  std::filesystem::remove(folder().path() + "/config.yaml");
  const Output output = run({"plan"});
  EXPECT_EQ(output.status, 2);
  EXPECT_THAT(output.err, HasSubstr("config.yaml"));
}

TEST_F(BadSurroundings, AMissingFileThatWasNamedIsNotPassedOverForTheLedgerOfOthers) {
  std::filesystem::remove(folder().path() + "/config.yaml");
  environment()["STATE_DIRECTORY"] = folder().path() + "/default";
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"pause", "--reason", "disk"}, {"resume"}, {"status"}, {"history"}}) {
    const Output output = run(command);
    EXPECT_EQ(output.status, 2) << command.front() << output.err;
    EXPECT_THAT(output.err, HasSubstr("config.yaml")) << command.front();
  }
  EXPECT_FALSE(std::filesystem::exists(folder().path() + "/default"));
}

TEST_F(BadSurroundings, ATokenWithALineBreakInsideIsAnErrorThatDoesNotShowIt) {
  environment()["TOKEN"] = "ghp_every\nthing";
  const Output output = run({"plan"});
  EXPECT_EQ(output.status, 2) << output.err;
  EXPECT_THAT(output.err, AllOf(HasSubstr("TOKEN"), Not(HasSubstr("ghp_every"))));
  EXPECT_THAT(sim().requests(), IsEmpty());
}

TEST_F(BadSurroundings, ATokenThatGitHubDoesNotKnowIsToldAsSuch) {
  environment()["TOKEN"] = "ghp_wrong";
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 6) << output.err;
  EXPECT_THAT(output.err, AllOf(HasSubstr("token"), Not(HasSubstr("ghp_wrong"))));
  EXPECT_EQ(mutating_requests(), 0U);
}

TEST_F(BadSurroundings, AForeignFileIsNoLedgerAndStaysAsItIs) {
  std::filesystem::create_directory(folder().path() + "/state");
  std::ofstream(ledger()) << "a shopping list";
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 5) << output.err;
  EXPECT_THAT(output.err, HasSubstr("ledger.db"));
  EXPECT_EQ(mutating_requests(), 0U);
  EXPECT_EQ(std::filesystem::file_size(ledger()), 15U);
}

TEST_F(BadSurroundings, ALedgerThatCannotBeMadeEndsBeforeAnythingIsAsked) {
  std::ofstream(folder().path() + "/state") << "a file where a folder is due";
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 5) << output.err;
  EXPECT_THAT(sim().requests(), IsEmpty());
}

TEST_F(BadSurroundings, ApplyWithoutAMemoryIsRefused) {
  const Output output = run({"--ledger", ":memory:", "apply"});
  EXPECT_EQ(output.status, 2) << output.err;
  EXPECT_THAT(output.err, HasSubstr(":memory:"));
  EXPECT_THAT(sim().requests(), IsEmpty());
}

TEST_F(BadSurroundings, APlanWithoutAMemoryIsFine) {
  const Output output = run({"--ledger", ":memory:", "plan"});
  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("acme/npm/lib"));
  EXPECT_FALSE(std::filesystem::exists(ledger()));
}

TEST_F(BadSurroundings, NothingThatIsPrintedOrWrittenHoldsTheToken) {
  const Output output = run({"--log-level", "debug", "apply"});
  EXPECT_EQ(output.status, 0) << output.err;
  EXPECT_THAT(output.out + output.err, Not(HasSubstr("ghp_everything")));
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder().path() + "/state")) {
    if (!entry.is_regular_file()) continue;
    ++files;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_THAT(bytes, Not(HasSubstr("ghp_everything"))) << entry.path();
  }
  EXPECT_GT(files, 0) << "the ledger at least";
}

}  // namespace
}  // namespace retention::test
