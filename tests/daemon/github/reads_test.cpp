#include "daemon/github/reads.h"

#include "tests/daemon/github/github_fixture.h"

namespace retention::github {
namespace {

class ReadsTest : public GithubTest {
 protected:
  Result<http::Response> get() { return reads_.get("acme", "/x", "read x"); }
  void redirect(std::string location, int status = 301) {
    transport_.reply(status, "", {{"Location", std::move(location)}});
  }
};

TEST_F(ReadsTest, FollowsRedirectsOnTheSameOrigin) {
  redirect("https://api.github.com/organizations/42/x");
  redirect("/y?page=1", 307);
  redirect("https://API.github.com:443/z", 302);
  transport_.reply(200, "found");
  EXPECT_EQ(get()->body, "found");
  EXPECT_EQ(transport_.targets(), (std::vector<std::string>{"/x", "/organizations/42/x", "/y?page=1", "/z"}));
}

TEST_F(ReadsTest, KeepsASlashInANameEncodedOverSeveralRedirects) {
  redirect("https://api.github.com/organizations/42/packages/container/tools/lint/versions?per_page=100");
  redirect("/organizations/43/packages/container/tools/lint/versions?per_page=100");
  transport_.reply(200, "found");
  EXPECT_EQ(reads_.get("acme", "/orgs/acme/packages/container/tools%2Flint/versions?per_page=100", "list")->body,
            "found");
  EXPECT_EQ(transport_.targets().at(1), "/organizations/42/packages/container/tools%2Flint/versions?per_page=100");
  EXPECT_EQ(transport_.targets().at(2), "/organizations/43/packages/container/tools%2Flint/versions?per_page=100");
}

TEST_F(ReadsTest, FollowsThreeRedirectsAtMost) {
  for (int i = 0; i < 9; ++i) redirect("/x");
  EXPECT_EQ(get().error().code, ErrorCode::redirected);
  EXPECT_EQ(transport_.requests().size(), 4U);
}

TEST_F(ReadsTest, NeverCarriesTheTokenToAnotherServer) {
  for (const char* location : {"https://evil.example/x", "http://api.github.com/x", "https://api.github.com:8443/x",
                               "//evil.example/x", "https://api.github.com@evil.example/", "x", ""}) {
    redirect(location);
    EXPECT_EQ(get().error().code, ErrorCode::redirected) << location;
  }
  transport_.reply(302);
  EXPECT_EQ(get().error().code, ErrorCode::redirected) << "no location";
  EXPECT_EQ(transport_.requests().size(), 8U);
}

TEST_F(ReadsTest, ReadsARotatedTokenOnceAfterA401) {
  tokens_.set(Purpose::read, "ghp_old");
  transport_.reply(401, R"({"message":"Bad credentials"})");
  transport_.reply(200, "found");
  transport_.during_exchange([this] { tokens_.set(Purpose::read, "ghp_new"); });
  EXPECT_EQ(get()->body, "found");
  ASSERT_EQ(transport_.requests().size(), 2U);
  EXPECT_EQ(transport_.requests()[0].headers.find("authorization"), "Bearer ghp_old");
  EXPECT_EQ(transport_.requests()[1].headers.find("authorization"), "Bearer ghp_new");
}

TEST_F(ReadsTest, LatchesATokenThatIsNotAccepted) {
  transport_.reply(401, R"({"message":"Bad credentials"})");
  const auto reply = get();
  EXPECT_EQ(reply.error().code, ErrorCode::unauthorized);
  EXPECT_EQ(reply.error().message.find("ghp_all"), std::string::npos);
  EXPECT_EQ(get().error().code, ErrorCode::unauthorized);
  EXPECT_EQ(DeleteClient(channel()).delete_version(kApp, VersionId{1}).kind, MutationOutcome::Kind::unauthorized);
  EXPECT_EQ(transport_.requests().size(), 1U) << "the same token is not tried again, for whatever purpose";
  cache_.clear();
  transport_.reply(200);
  EXPECT_TRUE(get().has_value()) << "a new cycle tries again";
}

TEST_F(ReadsTest, LatchesTheRotatedTokenToo) {
  transport_.reply(401);
  transport_.reply(401);
  transport_.during_exchange([this] { tokens_.set(Purpose::read, "ghp_new"); });
  EXPECT_EQ(get().error().code, ErrorCode::unauthorized);
  EXPECT_EQ(get().error().code, ErrorCode::unauthorized);
  EXPECT_EQ(transport_.requests().size(), 2U);
}

TEST_F(ReadsTest, ATokenThatCannotBeReadIsItsOwnError) {
  tokens_.set(Purpose::read, "");
  EXPECT_EQ(get().error().code, ErrorCode::configuration);
  EXPECT_TRUE(transport_.requests().empty());
}

TEST_F(ReadsTest, ReadsTokensOncePerOwnerAndPurpose) {
  for (int i = 0; i < 5; ++i) transport_.reply(200);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(get().has_value());
  EXPECT_EQ(tokens_.reads(), 1);
  EXPECT_EQ(tokens_.last_owner(), "acme");
}

TEST_F(ReadsTest, PutsThePathOfEnterpriseServerBeforeEveryPath) {
  options_.api_url = {http::Scheme::https, "ghe.example", 443, "/api/v3"};
  Reads reads(options_, transport_, gate_, cache_, clock_, {});
  transport_.reply(200);
  EXPECT_TRUE(reads.get("acme", "/user", "x").has_value());
  EXPECT_EQ(transport_.targets().back(), "/api/v3/user");
}

}  // namespace
}  // namespace retention::github
