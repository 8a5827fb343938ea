#include "daemon/registry/login.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <mutex>

#include "tests/daemon/registry/reader_fixture.h"

namespace retention::registry {
namespace {

using namespace test;
using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kScope = "/token?service=ghcr.io&scope=repository%3Aacme%2Fteam%2Fweb%3Apull";

class LoginTest : public ReaderTest {
 protected:
  // Answers requests whose target holds `part`.
  void answer(const std::string& part, FakeRegistry::Outcome outcome) {
    registry_.script([part, outcome](const http::Request& request) -> std::optional<FakeRegistry::Outcome> {
      if (request.target.find(part) == std::string::npos) return std::nullopt;
      return outcome;
    });
  }

  // Called in each request for a manifest, before its answer.
  void during_manifests(std::function<void()> action) {
    registry_.script([action](const http::Request& request) mutable -> std::optional<FakeRegistry::Outcome> {
      if (request.target.find("/manifests/") != std::string::npos) action();
      return std::nullopt;
    });
  }
};

TEST_F(LoginTest, AsksTheRegistryWhatItWantsAndExchangesTheToken) {
  const Digest digest = registry_.put(image());
  ASSERT_TRUE(read({digest}));
  const auto seen = registry_.seen();
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[0].target, "/v2/");
  EXPECT_EQ(seen[0].authorization, "") << "nothing is shown before it is asked for";
  EXPECT_EQ(seen[1].target, kScope);
  EXPECT_EQ(seen[1].server, "https://ghcr.io");
  EXPECT_EQ(seen[1].authorization, "Basic " + FakeRegistry::kBasic);
  EXPECT_EQ(seen[2].target, "/v2/acme/team/web/manifests/" + digest.to_string());
  EXPECT_EQ(seen[2].authorization, "Bearer granted-1");
}

TEST_F(LoginTest, ExchangesOnceForEachRepository) {
  ASSERT_TRUE(read(registry_.put_images(20)));
  EXPECT_EQ(registry_.asked("/token"), 1);
  ASSERT_TRUE(read(registry_.put_images(3), package("Acme", "Other")));
  EXPECT_EQ(registry_.asked("/token"), 2);
  EXPECT_EQ(registry_.asked("scope=repository%3Aacme%2Fother%3Apull"), 1);
}

TEST_F(LoginTest, AsksOnceWhatTheRegistryWants) {
  ASSERT_TRUE(read(registry_.put_images(2)));
  ASSERT_TRUE(read(registry_.put_images(2), package("Acme", "Other")));
  const auto targets = registry_.targets();
  EXPECT_EQ(std::count(targets.begin(), targets.end(), "/v2/"), 1);
}

TEST_F(LoginTest, TakesAnAccessTokenToo) {
  registry_.grant(R"({"access_token":"granted-1"})");
  EXPECT_TRUE(read({registry_.put(image())}));
}

TEST_F(LoginTest, RenewsATokenBeforeItEnds) {
  connect({.first = 1, .most = 1});
  during_manifests([this] { clock_.advance(seconds{15}); });
  ASSERT_TRUE(read(registry_.put_images(12)));
  // Of 60 s three quarters are used: it serves the requests that begin at 0, 15 and 30 s.
  EXPECT_EQ(registry_.asked("/token"), 4);
}

TEST_F(LoginTest, KeepsATokenThatLastsLonger) {
  registry_.grant(R"({"token":"granted-1","expires_in":300})");
  connect({.first = 1, .most = 1});
  during_manifests([this] { clock_.advance(seconds{20}); });
  ASSERT_TRUE(read(registry_.put_images(9)));
  EXPECT_EQ(registry_.asked("/token"), 1);
}

TEST_F(LoginTest, ExchangesAgainAfterA401) {
  connect({.first = 1, .most = 1});
  during_manifests([this, requests = 0]() mutable {
    if (++requests == 2) registry_.revoke();
  });
  ASSERT_TRUE(read(registry_.put_images(3)));
  EXPECT_EQ(sink_.good(), 3U);
  EXPECT_EQ(registry_.asked("/token"), 2);
  EXPECT_EQ(registry_.asked("/manifests/"), 4);
}

TEST_F(LoginTest, RenewsOnceForAllThatWereRefused) {
  Meeting eight(8);
  std::once_flag revoked;
  std::atomic<int> requests{0};
  during_manifests([&] {
    if (++requests > 8) return;
    eight.arrive();  // all of them were sent with the first token
    std::call_once(revoked, [this] { registry_.revoke(); });
  });
  ASSERT_TRUE(read(registry_.put_images(8)));
  EXPECT_EQ(sink_.good(), 8U);
  EXPECT_EQ(registry_.asked("/token"), 2);
}

TEST_F(LoginTest, TakesASecond401ForGood) {
  answer("/manifests/", FakeRegistry::error(401, "UNAUTHORIZED", "authentication required"));
  const Error error = error_of_one();
  EXPECT_EQ(error.code, ErrorCode::unauthorized);
  EXPECT_THAT(error.message, AllOf(HasSubstr("cannot read the manifests of Acme/container/Team/web: "),
                                   HasSubstr("401 UNAUTHORIZED, authentication required"), HasSubstr("read:packages")));
  EXPECT_EQ(registry_.asked("/manifests/"), 2);
  EXPECT_EQ(registry_.asked("/token"), 2);
  EXPECT_EQ(sink_.size(), 0U);
}

TEST_F(LoginTest, ShowsASecretThatWasRefusedOnlyOnce) {
  answer("/token", FakeRegistry::error(401, "UNAUTHORIZED"));
  EXPECT_EQ(error_of_one().code, ErrorCode::unauthorized);
  EXPECT_EQ(read(registry_.put_images(30)).error().code, ErrorCode::unauthorized);
  EXPECT_EQ(registry_.asked("/token"), 1);
  EXPECT_EQ(sink_.size(), 0U);
  tokens_.set(Purpose::read, "ghp_new");
  (void)read(registry_.put_images(1));
  EXPECT_EQ(registry_.asked("/token"), 2) << "another token gets its chance";
}

TEST_F(LoginTest, ShowsARefusedSecretOnceHoweverManyAskForIt) {
  answer("/token", FakeRegistry::error(401, "UNAUTHORIZED"));
  EXPECT_EQ(read(registry_.put_images(200)).error().code, ErrorCode::unauthorized);
  EXPECT_EQ(registry_.asked("/token"), 1);
}

TEST_F(LoginTest, TellsWhatIsMissingInGitHubsWords) {
  answer("/token",
         FakeRegistry::error(403, "DENIED", "permission_denied: The token provided does not match expected scopes."));
  const Error scope = error_of_one();
  EXPECT_EQ(scope.code, ErrorCode::missing_scope);
  EXPECT_THAT(scope.message, AllOf(HasSubstr("(403 DENIED, permission_denied: The token provided does not match"),
                                   HasSubstr("give it read:packages")));
  connect();
  answer("/token", FakeRegistry::error(403, "DENIED", "denied"));
  const Error denied = error_of_one();
  EXPECT_EQ(denied.code, ErrorCode::forbidden);
  EXPECT_THAT(denied.message, AllOf(HasSubstr("403 DENIED, denied"), HasSubstr("read:packages")));
  answer("/manifests/", FakeRegistry::error(403, "DENIED", "requested access to the resource is denied"));
  EXPECT_EQ(error_of_one().code, ErrorCode::forbidden);
  connect();
  answer("/token", FakeRegistry::error(403, "DENIED", "denied: invalid credentials"));
  EXPECT_EQ(error_of_one().code, ErrorCode::unauthorized);
}

TEST_F(LoginTest, NeverShowsTheSecretToAnotherServer) {
  registry_.challenge_with(R"(Bearer realm="https://evil.example/token",service="ghcr.io")");
  const Error error = error_of_one();
  EXPECT_EQ(error.code, ErrorCode::redirected);
  EXPECT_THAT(error.message, HasSubstr("https://evil.example/token"));
  for (const auto& seen : registry_.seen()) {
    EXPECT_EQ(seen.server, "https://ghcr.io");
    EXPECT_EQ(seen.authorization, "");
  }
}

TEST_F(LoginTest, MayExchangeAtTheApi) {
  registry_.challenge_with(R"(Bearer realm="https://api.github.com/token",service="ghcr.io")");
  ASSERT_TRUE(read({registry_.put(image())}));
  EXPECT_EQ(registry_.seen()[1].server, "https://api.github.com");
  EXPECT_EQ(registry_.seen()[2].server, "https://ghcr.io");
}

TEST_F(LoginTest, FollowsNoRedirectOfTheExchange) {
  answer("/token", http::Response{307, {{"Location", "https://evil.example/token"}}, ""});
  EXPECT_EQ(error_of_one().code, ErrorCode::redirected);
  EXPECT_EQ(registry_.asked("/token"), 1);
}

TEST_F(LoginTest, ShowsTheSecretItselfWhereBasicIsAskedFor) {
  registry_.challenge_with(R"(Basic realm="Registry Realm")");
  ASSERT_TRUE(read({registry_.put(image())}));
  EXPECT_EQ(registry_.asked("/token"), 0);
  EXPECT_EQ(registry_.seen()[1].authorization, "Basic " + FakeRegistry::kBasic);
}

TEST_F(LoginTest, ShowsARefusedSecretToBasicOnlyOnce) {
  registry_.challenge_with(R"(Basic realm="Registry Realm")");
  connect({.first = 1, .most = 1});
  tokens_.set(Purpose::read, "ghp_wrong");
  EXPECT_EQ(read(registry_.put_images(9)).error().code, ErrorCode::unauthorized);
  EXPECT_EQ(read(registry_.put_images(9), package("Acme", "Other")).error().code, ErrorCode::unauthorized);
  EXPECT_EQ(registry_.asked("/manifests/"), 1);
}

TEST_F(LoginTest, ShowsNothingWhereNothingIsAskedFor) {
  registry_.challenge_with("");
  ASSERT_TRUE(read({registry_.put(image())}));
  for (const auto& seen : registry_.seen()) EXPECT_EQ(seen.authorization, "");
}

TEST_F(LoginTest, GivesUpOnAChallengeThatItDoesNotUnderstand) {
  registry_.challenge_with("Negotiate");
  const Error error = error_of_one();
  EXPECT_EQ(error.code, ErrorCode::unauthorized);
  EXPECT_THAT(error.message, HasSubstr("without a challenge of Bearer or Basic"));
}

TEST_F(LoginTest, WaitsOutALimitOfTheExchange) {
  int limited = 2;
  registry_.script([&](const http::Request& request) -> std::optional<FakeRegistry::Outcome> {
    if (request.target.find("/token") == std::string::npos || limited-- <= 0) return std::nullopt;
    return FakeRegistry::error(429, "TOOMANYREQUESTS", "slower", {{"Retry-After", "7"}});
  });
  ASSERT_TRUE(read({registry_.put(image())}));
  EXPECT_EQ(clock_.total_slept(), seconds{14});
}

TEST_F(LoginTest, TellsNoSecretThatAServerEchoes) {
  for (const int status : {302, 400, 401, 403, 404, 418, 503}) {
    for (const std::string part : {"/token", "/manifests/"}) {
      connect({.attempts = 1, .windows = 1});
      std::string shown;
      registry_.script([&](const http::Request& request) -> std::optional<FakeRegistry::Outcome> {
        if (request.target.find(part) == std::string::npos) return std::nullopt;
        const std::string header(request.headers.find("authorization").value_or(" none"));
        shown = header.substr(header.find(' ') + 1);
        return FakeRegistry::error(status, "CODE-" + shown, "you sent " + shown + " or ghp_secret",
                                   {{"Location", "https://x/" + shown}, {"WWW-Authenticate", shown}});
      });
      KeepingSink sink;
      const Digest digest = registry_.put(image());
      const auto done = reader_->read(package(), std::vector{digest}, sink, {});
      const std::string message = done ? sink.at(digest).error().message : done.error().message;
      EXPECT_THAT(message, Not(HasSubstr(shown))) << status << part;
      EXPECT_THAT(message, Not(HasSubstr("ghp_secret"))) << status << part;
      EXPECT_THAT(message, HasSubstr("***")) << status << part << ": the echo was told at all";
    }
  }
}

}  // namespace
}  // namespace retention::registry
