#include "daemon/github/client.h"

#include "tests/daemon/github/github_fixture.h"

namespace retention::github {
namespace {

using Targets = std::vector<std::string>;

class ClientTest : public GithubTest {};

TEST_F(ClientTest, SendsTheHeadersEveryCallNeeds) {
  transport_.reply(200, "[]");
  ASSERT_TRUE(client_.versions(kApp).has_value());
  const auto& headers = transport_.requests().at(0).headers;
  EXPECT_EQ(headers.find("authorization"), "Bearer ghp_all");
  EXPECT_EQ(headers.find("accept"), "application/vnd.github+json");
  EXPECT_EQ(headers.find("x-github-api-version"), "2022-11-28");
  EXPECT_EQ(headers.find("user-agent"), "retentiond/1.2.3");
}

TEST_F(ClientTest, WalksEveryPageThatIsNamed) {
  transport_.reply(200, rows(151, 250), link(2, 3));
  transport_.reply(200, rows(51, 150), link(3, 3));
  transport_.reply(200, rows(1, 50), {{"Date", "Mon, 02 Mar 2026 02:30:07 GMT"}});
  const auto listing = client_.versions(kApp);
  ASSERT_TRUE(listing.has_value()) << listing.error().message;
  EXPECT_EQ(listing->versions.size(), 250U);
  EXPECT_TRUE(listing->completeness.complete());
  EXPECT_EQ(listing->versions.front().id, VersionId{250}) << "newest first";
  EXPECT_EQ(listing->server_date, parse_rfc3339("2026-03-02T02:30:07Z"));
  EXPECT_EQ(transport_.targets(), (Targets{"/orgs/acme/packages/npm/app/versions?per_page=100",
                                           "/orgs/acme/packages/npm/app/versions?per_page=100&page=2",
                                           "/orgs/acme/packages/npm/app/versions?per_page=100&page=3"}));
}

TEST_F(ClientTest, TheDateOfAnyPageCounts) {
  http::Headers first = link(2, 2);
  first.add("Date", "Mon, 02 Mar 2026 02:30:07 GMT");
  transport_.reply(200, rows(101, 200), first);
  transport_.reply(200, rows(1, 100));
  EXPECT_EQ(client_.versions(kApp)->server_date, parse_rfc3339("2026-03-02T02:30:07Z"));
}

TEST_F(ClientTest, AFullLastPageNeedsNoFurtherCall) {
  transport_.reply(200, rows(101, 200), link(2, 2));
  transport_.reply(200, rows(1, 100));
  EXPECT_EQ(client_.versions(kApp)->versions.size(), 200U);
  EXPECT_EQ(transport_.requests().size(), 2U);
}

TEST_F(ClientTest, AnyPageThatFailsFailsTheListing) {
  transport_.reply(200, rows(101, 200), link(2, 2));
  for (int i = 0; i < 4; ++i) transport_.reply(500, R"({"message":"Server Error"})");
  const auto listing = client_.versions(kApp);
  ASSERT_FALSE(listing.has_value());
  EXPECT_EQ(listing.error().code, ErrorCode::server_error);
  EXPECT_EQ(listing.error().message,
            "cannot list versions of acme/npm/app: page 2: the server answered 500 (4 attempts)");
}

TEST_F(ClientTest, APageThatIsNoListFailsTheListing) {
  for (const char* body : {"<html>busy</html>", R"({"message":"x"})", "[{\"id\":1,\"na", ""}) {
    transport_.reply(200, rows(101, 200), link(2, 2));
    transport_.reply(200, body);
    const auto listing = client_.versions(kApp);
    ASSERT_FALSE(listing.has_value()) << body;
    EXPECT_EQ(listing.error().code, ErrorCode::bad_reply);
    EXPECT_NE(listing.error().message.find("page 2"), std::string::npos);
  }
}

TEST_F(ClientTest, ANextPageElsewhereFailsTheListingBeforeTheTokenIsSent) {
  transport_.reply(200, rows(1, 100), {{"Link", "<https://evil.example/x?page=2>; rel=\"next\""}});
  EXPECT_EQ(client_.versions(kApp).error().code, ErrorCode::bad_reply);
  EXPECT_EQ(transport_.requests().size(), 1U);
}

TEST_F(ClientTest, PagesThatOverlapAreWalkedAgain) {
  transport_.reply(200, rows(101, 200), link(2, 2));
  transport_.reply(200, rows(1, 101));
  transport_.reply(200, rows(102, 201), link(2, 3));
  transport_.reply(200, rows(2, 101), link(3, 3));
  transport_.reply(200, rows(1, 1));
  const auto listing = client_.versions(kApp);
  ASSERT_TRUE(listing.has_value());
  EXPECT_TRUE(listing->completeness.complete());
  EXPECT_EQ(listing->versions.size(), 201U);
}

TEST_F(ClientTest, AListThatNeverStandsStillIsPartial) {
  for (int i = 0; i < 3; ++i) {
    transport_.reply(200, rows(101, 200), link(2, 2));
    transport_.reply(200, rows(1, 101));
  }
  const auto listing = client_.versions(kApp);
  ASSERT_TRUE(listing.has_value());
  EXPECT_EQ(listing->completeness.code, Incompleteness::listing_shifted);
  EXPECT_NE(listing->completeness.detail.find("page 2 repeats rows"), std::string::npos);
  EXPECT_EQ(listing->versions.size(), 200U) << "each id once";
  EXPECT_EQ(transport_.requests().size(), 6U);
}

TEST_F(ClientTest, AnEmptyPageInTheMiddleIsASignOfShifting) {
  for (int i = 0; i < 3; ++i) {
    transport_.reply(200, rows(101, 200), link(2, 3));
    transport_.reply(200, "[]", link(3, 3));
  }
  EXPECT_EQ(client_.versions(kApp)->completeness.code, Incompleteness::listing_shifted);
}

TEST_F(ClientTest, AShrinkingNumberOfPagesIsASignOfShifting) {
  transport_.reply(200, rows(201, 300), link(2, 3));
  transport_.reply(200, rows(101, 199), link(3, 2));
  transport_.reply(200, rows(101, 200), link(2, 2));
  transport_.reply(200, rows(1, 99));
  const auto listing = client_.versions(kApp);
  EXPECT_TRUE(listing->completeness.complete());
  EXPECT_EQ(listing->versions.size(), 199U) << "what the broken walk saw is forgotten";
}

TEST_F(ClientTest, PagesThatDoNotFollowOneAnotherMakeTheListingPartial) {
  for (const int next : {1, 2, 4}) {
    for (int i = 0; i < 3; ++i) {
      transport_.reply(200, rows(101, 200), link(2, 5));
      transport_.reply(200, rows(1, 100), link(next, 5));
    }
    const auto listing = client_.versions(kApp);
    ASSERT_TRUE(listing.has_value()) << next;
    EXPECT_EQ(listing->completeness.code, Incompleteness::listing_shifted) << next;
    EXPECT_NE(listing->completeness.detail.find("page 2 names page " + std::to_string(next)), std::string::npos);
  }
}

TEST_F(ClientTest, ARowTwiceOnOnePageCountsOnce) {
  transport_.reply(200, "[" + row(1) + "," + row(1) + "]");
  const auto listing = client_.versions(kApp);
  EXPECT_TRUE(listing->completeness.complete());
  EXPECT_EQ(listing->versions.size(), 1U);
}

TEST_F(ClientTest, WithheldRowsMakeTheListingPartial) {
  transport_.reply(200, rows(1, 3), {{"X-GitHub-SSO", "partial-results; organizations=21955855,20582480"}});
  const auto listing = client_.versions(kApp);
  ASSERT_TRUE(listing.has_value());
  EXPECT_EQ(listing->completeness.code, Incompleteness::results_withheld);
  EXPECT_NE(listing->completeness.detail.find("21955855"), std::string::npos);
}

TEST_F(ClientTest, ADeletedVersionInTheListOfThoseThatAreThereFailsTheListing) {
  transport_.reply(200, "[" + row(2) + R"(,{"id":1,"name":"x","deleted_at":"2026-02-01T00:00:00Z"}])");
  const auto listing = client_.versions(kApp);
  ASSERT_FALSE(listing.has_value());
  EXPECT_EQ(listing.error().code, ErrorCode::bad_reply);
  EXPECT_NE(listing.error().message.find("out of date"), std::string::npos) << listing.error().message;
}

TEST_F(ClientTest, LeavesOutGhostsAndOtherTypesAmongPackages) {
  transport_.reply(200, "[" + package_row(1, "app") + "," + package_row(2, "deleted_app") + "," +
                            package_row(3, "image", "container") + "]");
  const auto listing = client_.packages(kAcme, PackageType::npm);
  ASSERT_TRUE(listing.has_value());
  ASSERT_EQ(listing->packages.size(), 1U);
  EXPECT_EQ(listing->packages[0].name, "app");
  EXPECT_TRUE(listing->completeness.complete());
}

TEST_F(ClientTest, StopsAtTheCapOfPackageListsAndSaysSo) {
  for (int page = 1; page <= 100; ++page) {
    transport_.reply(200, "[" + package_row(page, "p" + std::to_string(page)) + "]",
                     {{"Link", "<https://api.github.com/organizations/42/packages?package_type=npm&per_page=100&page=" +
                                   std::to_string(page + 1) + ">; rel=\"next\""}});
  }
  const auto listing = client_.packages(kAcme, PackageType::npm);
  ASSERT_TRUE(listing.has_value());
  EXPECT_EQ(listing->packages.size(), 100U);
  EXPECT_EQ(listing->completeness.code, Incompleteness::listing_failed);
  EXPECT_NE(listing->completeness.detail.find("10000"), std::string::npos);
  EXPECT_EQ(transport_.requests().size(), 100U);
}

TEST_F(ClientTest, ReadsOnePackage) {
  transport_.reply(200, package_row(7, "a/b", "container"));
  EXPECT_EQ(client_.package(kAcme, PackageType::container, "a/b")->id, PackageId{7});
  EXPECT_EQ(transport_.targets().back(), "/orgs/acme/packages/container/a%2Fb");
  transport_.reply(404, R"({"message":"Package not found."})");
  EXPECT_EQ(client_.package(kAcme, PackageType::npm, "x").error().code, ErrorCode::not_found);
  transport_.reply(200, package_row(7, "other"));
  EXPECT_EQ(client_.package(kAcme, PackageType::npm, "app").error().code, ErrorCode::bad_reply);
}

TEST_F(ClientTest, TellsActiveVersionsFromMissingOnes) {
  transport_.reply(200, row(5));
  EXPECT_EQ(client_.active_version(kApp, VersionId{5}).value()->id, VersionId{5});
  transport_.reply(404, R"({"message":"Package version not found."})");
  EXPECT_EQ(client_.active_version(kApp, VersionId{5}).value(), std::nullopt);
  transport_.reply(200, R"({"id":5,"name":"x","deleted_at":"2026-01-01T00:00:00Z"})");
  EXPECT_EQ(client_.active_version(kApp, VersionId{5}).value(), std::nullopt);
  transport_.reply(200, row(6));
  EXPECT_EQ(client_.active_version(kApp, VersionId{5}).error().code, ErrorCode::bad_reply);
  transport_.reply(403, R"({"message":"Forbidden"})");
  EXPECT_EQ(client_.active_version(kApp, VersionId{5}).error().code, ErrorCode::forbidden);
}

TEST_F(ClientTest, ListsDeletedVersions) {
  transport_.reply(200, R"([{"id":5,"name":"x","deleted_at":"2026-02-01T00:00:00Z"}])",
                   {{"Date", "Tue, 03 Feb 2026 10:00:00 GMT"}});
  const auto deleted = client_.deleted_versions(kApp);
  ASSERT_TRUE(deleted.has_value());
  EXPECT_EQ(deleted->server_date, parse_rfc3339("2026-02-03T10:00:00Z"));
  EXPECT_EQ(deleted->versions.at(0).deleted_at, parse_rfc3339("2026-02-01T00:00:00Z"));
  EXPECT_TRUE(transport_.targets().back().ends_with("state=deleted"));
  transport_.reply(200, rows(1, 3));
  EXPECT_EQ(client_.deleted_versions(kApp).error().code, ErrorCode::bad_reply) << "active ones are not deleted";
  transport_.reply(404);
  EXPECT_EQ(client_.deleted_versions(kApp).error().code, ErrorCode::not_found) << "a hidden package settles nothing";
  transport_.reply(200, "[]", {{"X-GitHub-SSO", "partial-results; organizations=1"}});
  EXPECT_FALSE(client_.deleted_versions(kApp).has_value()) << "a partial list settles nothing";
}

TEST_F(ClientTest, FindsAnOrganisationByItsName) {
  transport_.reply(200, account(42, "Acme", "Organization"));
  const auto owner = client_.owner({OwnerRoute::organization, "acme"});
  ASSERT_TRUE(owner.has_value());
  EXPECT_EQ(*owner, (Owner{OwnerId{42}, "Acme", OwnerKind::organization, OwnerRoute::organization}));
  EXPECT_EQ(transport_.targets(), Targets{"/users/acme"});
}

TEST_F(ClientTest, FindsTheTokensOwnUserWhateverTheCaseOfItsName) {
  transport_.reply(200, account(9, "Octocat", "User"));
  transport_.reply(200, account(9, "Octocat", "User"));
  EXPECT_EQ(client_.owner({OwnerRoute::user, "octoCAT"})->route, OwnerRoute::self);
  transport_.reply(200, account(9, "octocat", "User"));
  transport_.reply(200, account(10, "robot", "User"));
  EXPECT_EQ(client_.owner({OwnerRoute::user, "octocat"})->route, OwnerRoute::user);
  transport_.reply(200, account(9, "octocat", "User"));
  transport_.reply(403, R"({"message":"Resource not accessible by integration"})");
  EXPECT_EQ(client_.owner({OwnerRoute::user, "octocat"})->route, OwnerRoute::user) << "an App has no user";
}

TEST_F(ClientTest, MeIsTheUserOfTheToken) {
  transport_.reply(200, account(9, "octocat", "User"));
  EXPECT_EQ(*client_.owner({OwnerRoute::self, ""}), (Owner{OwnerId{9}, "octocat", OwnerKind::user, OwnerRoute::self}));
  EXPECT_EQ(transport_.targets(), Targets{"/user"});
}

TEST_F(ClientTest, MeMeansNothingWithAWorkflowToken) {
  tokens_.set(Purpose::read, "ghs_workflow");
  const auto owner = client_.owner({OwnerRoute::self, ""});
  EXPECT_EQ(owner.error().code, ErrorCode::configuration);
  EXPECT_NE(owner.error().message.find("org:NAME"), std::string::npos);
  EXPECT_TRUE(transport_.requests().empty());
}

TEST_F(ClientTest, AWrongKindOfOwnerSaysWhatToWrite) {
  transport_.reply(200, account(9, "octocat", "User"));
  auto owner = client_.owner({OwnerRoute::organization, "octocat"});
  EXPECT_EQ(owner.error().code, ErrorCode::configuration);
  EXPECT_NE(owner.error().message.find("write 'user:octocat'"), std::string::npos) << owner.error().message;
  transport_.reply(200, account(42, "acme", "Organization"));
  owner = client_.owner({OwnerRoute::user, "acme"});
  EXPECT_EQ(owner.error().code, ErrorCode::configuration);
  EXPECT_NE(owner.error().message.find("write 'org:acme'"), std::string::npos) << owner.error().message;
  transport_.reply(404, R"({"message":"Not Found"})");
  EXPECT_EQ(client_.owner({OwnerRoute::organization, "nobody"}).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace retention::github
