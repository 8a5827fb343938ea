#include "daemon/github/mutation_client.h"

#include "tests/daemon/github/github_fixture.h"

namespace retention::github {
namespace {

using Kind = MutationOutcome::Kind;

class MutationClientTest : public GithubTest {
 protected:
  MutationClientTest() {
    tokens_.set(Purpose::read, "ghp_read");
    tokens_.set(Purpose::remove, "ghp_delete");
    tokens_.set(Purpose::restore, "ghp_restore");
  }

  MutationOutcome remove(const Package& package = kApp) {
    return DeleteClient(channel()).delete_version(package, VersionId{5});
  }
};

TEST_F(MutationClientTest, DeletesWithTheDeleteToken) {
  transport_.reply(204);
  EXPECT_EQ(remove().kind, Kind::done);
  const auto& request = transport_.requests().at(0);
  EXPECT_EQ(request.method, http::Method::remove);
  EXPECT_EQ(request.target, "/orgs/acme/packages/npm/app/versions/5");
  EXPECT_EQ(request.headers.find("authorization"), "Bearer ghp_delete");
}

TEST_F(MutationClientTest, RestoresWithTheRestoreToken) {
  transport_.reply(204);
  EXPECT_EQ(RestoreClient(channel()).restore_version(kApp, VersionId{5}).kind, Kind::done);
  const auto& request = transport_.requests().at(0);
  EXPECT_EQ(request.method, http::Method::post);
  EXPECT_EQ(request.target, "/orgs/acme/packages/npm/app/versions/5/restore");
  EXPECT_EQ(request.headers.find("authorization"), "Bearer ghp_restore");
}

TEST_F(MutationClientTest, NeverRepeatsACall) {
  for (const int status : {500, 502, 401, 404, 429, 301, 400}) {
    transport_.reply(status);
    cache_.clear();
    static_cast<void>(remove());
    EXPECT_EQ(transport_.left(), 0U);
  }
  transport_.failure(http::TransportFailure::Phase::unknown, http::TransportFailure::Kind::broken);
  EXPECT_EQ(remove().kind, Kind::unknown);
  EXPECT_EQ(transport_.requests().size(), 8U);
}

TEST_F(MutationClientTest, DoesNotFollowARedirect) {
  transport_.reply(307, "", {{"Location", "https://api.github.com/orgs/acme2/packages/npm/app/versions/5"}});
  const auto outcome = remove();
  EXPECT_EQ(outcome.kind, Kind::redirected);
  EXPECT_NE(outcome.message.find("acme2"), std::string::npos);
  EXPECT_EQ(transport_.requests().size(), 1U);
}

TEST_F(MutationClientTest, ClosesTheGateWhenTurnedAway) {
  transport_.reply(403, R"({"message":"You have exceeded a secondary rate limit."})", {{"retry-after", "90"}});
  const auto outcome = remove();
  EXPECT_EQ(outcome.kind, Kind::rate_limited);
  EXPECT_EQ(outcome.retry_at, seconds_of(clock_.now()) + std::chrono::seconds{90});
  EXPECT_EQ(gate_.next_mutation() - clock_.now(), std::chrono::seconds{90});
}

TEST_F(MutationClientTest, A401StopsEveryFurtherUseOfTheToken) {
  transport_.reply(401, R"({"message":"Bad credentials"})");
  EXPECT_EQ(remove().http_status, 401);
  const auto second = remove();
  EXPECT_EQ(second.kind, Kind::unauthorized);
  EXPECT_EQ(second.http_status, 0);
  EXPECT_EQ(transport_.requests().size(), 1U);
}

TEST_F(MutationClientTest, AnUnreadableTokenIsNotSent) {
  tokens_.set(Purpose::remove, "");
  EXPECT_EQ(remove().kind, Kind::no_token);
  EXPECT_TRUE(transport_.requests().empty());
}

TEST_F(MutationClientTest, AfterAStopNothingIsSent) {
  stop_.request_stop();
  EXPECT_EQ(remove().kind, Kind::not_sent);
  EXPECT_TRUE(transport_.requests().empty());
}

TEST_F(MutationClientTest, AnotherTokenDoesNotCallThePackagesItsOwn) {
  Package mine = kApp;
  mine.owner = {OwnerId{9}, "octocat", OwnerKind::user, OwnerRoute::self};
  transport_.reply(204);
  static_cast<void>(remove(mine));
  EXPECT_EQ(transport_.targets().back(), "/users/octocat/packages/npm/app/versions/5");
  tokens_.set(Purpose::remove, "ghp_read");
  cache_.clear();
  transport_.reply(204);
  static_cast<void>(remove(mine));
  EXPECT_EQ(transport_.targets().back(), "/user/packages/npm/app/versions/5");
}

}  // namespace
}  // namespace retention::github
