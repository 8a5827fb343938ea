#include "daemon/registry/replies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace retention::registry {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

seconds lifetime(const std::string& rest) {
  return parse_grant(R"({"token":"t")" + rest + "}")->lifetime;
}

TEST(ErrorReply, IsTheFirstOfItsList) {
  const auto read = parse_error_reply(R"({"errors":[{"code":"DENIED","message":"no"},{"code":"OTHER"}]})");
  EXPECT_EQ(read.code, "DENIED");
  EXPECT_EQ(read.message, "no");
  EXPECT_EQ(parse_error_reply(R"({"errors":[{"code":"DENIED"}]})").message, "");
}

TEST(ErrorReply, OfAnythingElseIsEmpty) {
  for (const char* body :
       {"", "{}", "[]", "null", "<html>", R"({"errors":[]})", R"({"errors":{}})", R"({"errors":[1]})",
        R"({"errors":[{"code":1,"message":[]}]})", R"({"errors":[{"code":"A")"}) {
    const auto read = parse_error_reply(body);
    EXPECT_EQ(read.code + read.message, "") << body;
  }
  EXPECT_EQ(parse_error_reply(R"({"errors":[{"code":"A","message":")" + std::string(70000, 'x') + R"("}]})").code, "");
}

TEST(Grant, ReadsTheTokenUnderBothNames) {
  EXPECT_EQ(parse_grant(R"({"token":"abc"})")->token.reveal(), "abc");
  EXPECT_EQ(parse_grant(R"({"access_token":"def"})")->token.reveal(), "def");
  EXPECT_EQ(parse_grant(R"({"token":"abc","access_token":"def"})")->token.reveal(), "abc");
  EXPECT_EQ(parse_grant(R"({"token":"","access_token":"def"})")->token.reveal(), "def");
}

TEST(Grant, LastsAMinuteUnlessItSaysLonger) {
  EXPECT_EQ(lifetime(""), seconds{60});
  EXPECT_EQ(lifetime(R"(,"expires_in":300)"), seconds{300});
  EXPECT_EQ(lifetime(R"(,"expires_in":5)"), seconds{60});
  EXPECT_EQ(lifetime(R"(,"expires_in":-5)"), seconds{60});
  EXPECT_EQ(lifetime(R"(,"expires_in":"300")"), seconds{60});
  EXPECT_EQ(lifetime(R"(,"expires_in":18446744073709551615)"), seconds{3600});
}

TEST(Grant, WithoutATokenThatAHeaderCanCarryIsRefusedAndNotShown) {
  for (const char* body : {"", "[]", "{}", R"({"token":1})", R"({"token":"secret\r\nX: y"})", R"({"token":"secret b"})",
                           R"({"token":"secret)", R"({"token":"secretä"})"}) {
    const auto read = parse_grant(body);
    ASSERT_FALSE(read) << body;
    EXPECT_EQ(read.error().code, ErrorCode::bad_reply);
    EXPECT_THAT(read.error().message, Not(HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace retention::registry
