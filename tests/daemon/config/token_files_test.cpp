#include "daemon/config/token_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace retention::config {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class TokenFilesTest : public testing::Test {
 protected:
  TokenFilesTest() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) / (std::string("retention-") + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~TokenFilesTest() override { fs::remove_all(folder_); }
  TokenFilesTest(const TokenFilesTest&) = delete;
  TokenFilesTest& operator=(const TokenFilesTest&) = delete;
  TokenFilesTest(TokenFilesTest&&) = delete;
  TokenFilesTest& operator=(TokenFilesTest&&) = delete;

  fs::path write(const std::string& text, fs::perms permissions = fs::perms::owner_read | fs::perms::owner_write) {
    const fs::path file = folder_ / "token";
    std::ofstream(file, std::ios::binary) << text;
    fs::permissions(file, permissions);
    return file;
  }

  static TokenFiles everything_from(const SecretSource& source, Environment environment = Environment()) {
    return {Tokens{source, source, source}, std::move(environment)};
  }

  static std::string error_of(TokenFiles tokens) {
    const auto token = tokens.token("acme", Purpose::read);
    return token ? "accepted" : token.error().message;
  }

  fs::path folder_;
};

// Acceptance case 56.
using Case56 = TokenFilesTest;

TEST_F(Case56, ATrailingNewlineIsTrimmed) {
  TokenFiles tokens = everything_from(FileSource{write(" secret-value\r\n\n")});
  EXPECT_EQ(tokens.token("acme", Purpose::read).value().reveal(), "secret-value");
}

TEST_F(Case56, AnEmptyTokenIsAnErrorThatNamesTheFile) {
  for (const std::string text : {"", "\n", " \t\r\n"}) {
    const fs::path file = write(text);
    EXPECT_THAT(error_of(everything_from(FileSource{file})), AllOf(HasSubstr(file.string()), HasSubstr("no token")));
  }
}

TEST_F(TokenFilesTest, InnerBlanksAndControlCharactersAreAnErrorThatHidesTheContent) {
  for (const std::string text :
       {"secret value", "secret\nvalue", "secret\tvalue", "secret\x01value", "s\xC3\xBCvalue"}) {
    EXPECT_THAT(error_of(everything_from(FileSource{write(text)})),
                AllOf(HasSubstr("blanks, control or foreign characters"), Not(HasSubstr("value"))));
  }
  EXPECT_THAT(error_of(everything_from(FileSource{write(std::string("a\0b", 3))})), HasSubstr("control"));
  EXPECT_THAT(error_of(everything_from(FileSource{write(std::string(5000, 'x'))})), HasSubstr("far more than a token"));
}

TEST_F(TokenFilesTest, AFileIsReadAnewAtEachCall) {
  TokenFiles tokens = everything_from(FileSource{write("first")});
  EXPECT_EQ(tokens.token("acme", Purpose::read).value().reveal(), "first");
  write("second");
  EXPECT_EQ(tokens.token("acme", Purpose::read).value().reveal(), "second");
}

TEST_F(TokenFilesTest, AFileThatIsNotThereIsAnErrorThatNamesIt) {
  const fs::path file = folder_ / "nothing";
  EXPECT_THAT(error_of(everything_from(FileSource{file})), HasSubstr(file.string()));
  EXPECT_THAT(error_of(everything_from(FileSource{folder_})), HasSubstr("no file"));
}

TEST_F(TokenFilesTest, AFileThatOthersCanReadIsWarnedOfOnce) {
  const fs::path file = write("secret", fs::perms::owner_read | fs::perms::others_read);
  TokenFiles tokens = everything_from(FileSource{file});
  ASSERT_TRUE(tokens.token("acme", Purpose::read));
  ASSERT_TRUE(tokens.token("acme", Purpose::remove));
  EXPECT_THAT(tokens.take_warnings(), ElementsAre(AllOf(HasSubstr(file.string()), HasSubstr("chmod 600"))));
  ASSERT_TRUE(tokens.token("acme", Purpose::read));
  EXPECT_THAT(tokens.take_warnings(), IsEmpty());
}

TEST_F(TokenFilesTest, APrivateFileIsNotWarnedOf) {
  TokenFiles tokens = everything_from(FileSource{write("secret")});
  ASSERT_TRUE(tokens.token("acme", Purpose::read));
  EXPECT_THAT(tokens.take_warnings(), IsEmpty());
}

TEST_F(TokenFilesTest, AVariableIsReadFromTheEnvironment) {
  const EnvironmentSource source{"GITHUB_TOKEN"};
  TokenFiles tokens = everything_from(source, Environment(Environment::Variables{{"GITHUB_TOKEN", "secret\n"}}));
  EXPECT_EQ(tokens.token("acme", Purpose::restore).value().reveal(), "secret");
  EXPECT_THAT(error_of(everything_from(source)), HasSubstr("environment variable GITHUB_TOKEN is not set"));
}

TEST_F(TokenFilesTest, ACredentialIsAFileOfSystemd) {
  write("secret\n");
  const CredentialSource source{"token"};
  TokenFiles tokens =
      everything_from(source, Environment(Environment::Variables{{"CREDENTIALS_DIRECTORY", folder_.string()}}));
  EXPECT_EQ(tokens.token("acme", Purpose::read).value().reveal(), "secret");
  EXPECT_THAT(error_of(everything_from(source)), HasSubstr("LoadCredential=token:PATH"));
}

TEST_F(TokenFilesTest, EachPurposeHasItsOwnToken) {
  const Environment environment(Environment::Variables{{"R", "reads"}, {"D", "deletes"}});
  TokenFiles tokens({EnvironmentSource{"R"}, EnvironmentSource{"D"}, std::nullopt}, environment);
  EXPECT_EQ(tokens.token("acme", Purpose::read).value().reveal(), "reads");
  EXPECT_EQ(tokens.token("acme", Purpose::remove).value().reveal(), "deletes");
  const auto restore = tokens.token("acme", Purpose::restore);
  ASSERT_FALSE(restore);
  EXPECT_EQ(restore.error().code, ErrorCode::configuration);
  EXPECT_THAT(restore.error().message, HasSubstr("write github.tokens.restore or github.token"));
}

}  // namespace
}  // namespace retention::config
