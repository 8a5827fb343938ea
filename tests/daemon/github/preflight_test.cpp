#include "daemon/github/preflight.h"

#include "tests/daemon/github/github_fixture.h"

namespace retention::github {
namespace {

const OwnerSelector kOrg{OwnerRoute::organization, "acme"};
using Types = std::set<PackageType>;
using Purposes = std::set<Purpose>;

class PreflightTest : public GithubTest {
 protected:
  PreflightReport check(Types types, Purposes purposes) {
    const std::vector<Need> needs{{kOrg, std::move(types), std::move(purposes)}};
    return preflight(reads_, clock_, needs, RepoScopes{});
  }

  void grant(const std::string& scopes) { transport_.reply(200, "{}", {{"X-OAuth-Scopes", scopes}}); }
};

TEST_F(PreflightTest, AsksOncePerDistinctToken) {
  grant("delete:packages, write:packages");
  const auto report = check({PackageType::container}, {Purpose::read, Purpose::remove, Purpose::restore});
  EXPECT_TRUE(report.sufficient());
  EXPECT_EQ(transport_.targets(), std::vector<std::string>{"/rate_limit"});
  ASSERT_EQ(report.tokens.size(), 1U);
  EXPECT_EQ(report.tokens[0].purposes, (Purposes{Purpose::read, Purpose::remove, Purpose::restore}));
  EXPECT_EQ(report.tokens[0].kind, TokenKind::classic);
}

TEST_F(PreflightTest, OwnersThatShareATokenShareTheCall) {
  grant("read:packages");
  const std::vector<Need> needs{{kOrg, {PackageType::container}, {Purpose::read}},
                                {{OwnerRoute::user, "octocat"}, {PackageType::container}, {Purpose::read}}};
  const auto report = preflight(reads_, clock_, needs, RepoScopes{});
  EXPECT_TRUE(report.sufficient());
  ASSERT_EQ(report.tokens.size(), 2U);
  EXPECT_EQ(report.tokens[1].owner, "user:octocat");
  EXPECT_EQ(transport_.requests().size(), 1U);
}

TEST_F(PreflightTest, NamesTheMissingScope) {
  grant("read:packages");
  const auto report = check({PackageType::container, PackageType::npm}, {Purpose::read, Purpose::remove});
  ASSERT_TRUE(report.problem().has_value());
  EXPECT_EQ(report.problem()->code, ErrorCode::missing_scope);
  EXPECT_EQ(report.problem()->message,
            "the delete token for org:acme (classic personal access token) lacks the scope delete:packages, needed to "
            "delete container, npm packages; it has: read:packages; add the scope on the token's settings page");
  EXPECT_EQ(report.tokens[0].problems.size(), 1U);
}

TEST_F(PreflightTest, ReadingAloneDoesNotAskForTheDeleteScope) {
  grant("read:packages");
  EXPECT_TRUE(check({PackageType::container}, {Purpose::read}).sufficient());
}

TEST_F(PreflightTest, JudgesEachTokenByItsOwnPurpose) {
  tokens_.set(Purpose::remove, "ghp_delete");
  grant("read:packages");
  grant("read:packages, delete:packages");
  const auto report = check({PackageType::container}, {Purpose::read, Purpose::remove});
  EXPECT_TRUE(report.sufficient());
  EXPECT_EQ(report.tokens.size(), 2U);
  EXPECT_EQ(transport_.requests()[1].headers.find("authorization"), "Bearer ghp_delete");
}

TEST_F(PreflightTest, RepoIsRequiredForMavenAndAWarningForNpm) {
  grant("read:packages");
  const auto report = check({PackageType::maven, PackageType::npm, PackageType::container}, {Purpose::read});
  ASSERT_EQ(report.tokens[0].problems.size(), 1U);
  EXPECT_NE(report.tokens[0].problems[0].message.find("lacks the scope repo, needed to read maven packages"),
            std::string::npos)
      << report.tokens[0].problems[0].message;
  ASSERT_EQ(report.tokens[0].warnings.size(), 1U);
  EXPECT_NE(report.tokens[0].warnings[0].find("npm"), std::string::npos);
}

TEST_F(PreflightTest, APageThatIsNotGitHubsIsNoMissingScope) {
  for (const int status : {200, 404}) {
    transport_.reply(status, "<!DOCTYPE html><html><body>Log in to the network</body></html>");
    const auto report = check({PackageType::container}, {Purpose::read, Purpose::remove});
    ASSERT_TRUE(report.problem().has_value());
    EXPECT_EQ(report.problem()->code, ErrorCode::bad_reply);
    EXPECT_NE(report.problem()->message.find("cannot check the token for org:acme: the reply is a web page"),
              std::string::npos)
        << report.problem()->message;
    EXPECT_NE(report.problem()->message.find("Log in to the network"), std::string::npos);
  }
}

TEST_F(PreflightTest, ATokenWithoutScopesIsMissingThem) {
  transport_.reply(200, "{}");  // an empty header does not arrive
  const auto report = check({PackageType::container}, {Purpose::read, Purpose::remove});
  ASSERT_EQ(report.tokens[0].problems.size(), 2U);
  EXPECT_NE(report.tokens[0].problems[0].message.find("lacks the scope read:packages"), std::string::npos);
  EXPECT_NE(report.tokens[0].problems[1].message.find("lacks the scope read:packages, delete:packages"),
            std::string::npos);
  EXPECT_NE(report.problem()->message.find("it has: none"), std::string::npos);
}

TEST_F(PreflightTest, TokensThatGetNoHeaderCannotBeCheckedAndAreAWarning) {
  for (const char* token : {"ghs_workflow", "ghu_app", "0123456789abcdef0123456789abcdef01234567"}) {
    cache_.clear();
    tokens_ = test::FixedTokens(token);
    transport_.reply(200, "{}");
    const auto report = check({PackageType::container}, {Purpose::read, Purpose::remove});
    EXPECT_TRUE(report.sufficient()) << token;
    EXPECT_EQ(report.tokens[0].warnings.size(), 1U) << "told once";
  }
}

TEST_F(PreflightTest, FineGrainedTokensAreNamedAndRefused) {
  tokens_ = test::FixedTokens("github_pat_x");
  transport_.reply(200, "{}");
  const auto report = check({PackageType::container}, {Purpose::read});
  ASSERT_FALSE(report.sufficient());
  EXPECT_EQ(report.problem()->code, ErrorCode::missing_scope);
  EXPECT_NE(report.problem()->message.find("fine-grained"), std::string::npos);
}

TEST_F(PreflightTest, ABadTokenIsAProblemAndLatched) {
  transport_.reply(401, R"({"message":"Bad credentials"})");
  const auto report = check({PackageType::container}, {Purpose::read});
  EXPECT_EQ(report.problem()->code, ErrorCode::unauthorized);
  EXPECT_EQ(client_.versions(kApp).error().code, ErrorCode::unauthorized);
  EXPECT_EQ(transport_.requests().size(), 1U);
}

TEST_F(PreflightTest, EnterpriseServerWithoutLimitsHasNoSuchPage) {
  transport_.reply(404, R"({"message":"Rate limiting is not enabled."})", {{"x-oauth-scopes", "read:packages"}});
  EXPECT_TRUE(check({PackageType::container}, {Purpose::read}).sufficient());
}

TEST_F(PreflightTest, ReportsExpiryAndTheDifferenceOfClocks) {
  transport_.reply(200, "{}",
                   {{"x-oauth-scopes", "read:packages"},
                    {"github-authentication-token-expiration", "2026-03-09 00:00:00 UTC"},
                    {"date", "Mon, 02 Mar 2026 02:20:00 GMT"}});
  const auto report = check({PackageType::container}, {Purpose::read});
  EXPECT_EQ(report.tokens[0].expires_at, parse_rfc3339("2026-03-09T00:00:00Z"));
  EXPECT_EQ(report.clock_ahead, std::chrono::seconds{600});
}

TEST_F(PreflightTest, ATokenThatCannotBeReadIsAProblemOfItsPurpose) {
  tokens_.set(Purpose::remove, "");
  grant("read:packages");
  const auto report = check({PackageType::container}, {Purpose::read, Purpose::remove});
  EXPECT_EQ(report.problem()->code, ErrorCode::configuration);
  EXPECT_EQ(transport_.requests().size(), 1U);
}

TEST_F(PreflightTest, AnUnreachableServerIsAProblem) {
  const auto report = check({PackageType::container}, {Purpose::read});
  EXPECT_EQ(report.problem()->code, ErrorCode::unreachable);
}

}  // namespace
}  // namespace retention::github
