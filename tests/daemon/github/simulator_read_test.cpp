#include "tests/daemon/github/simulator_fixture.h"

namespace retention::github {
namespace {

class ReadTest : public SimulatorTest {
 protected:
  void start_with_versions(int count) {
    start(
        "packages: [{ owner: acme, type: container, name: app, versions: [{ tags: [\"v{n}\"], created: 1d, step: 1h, "
        "count: " +
        std::to_string(count) + " }] }]\n");
  }

  Result<VersionListing> list() { return client_->versions(package(PackageType::container, "app")); }
};

TEST_F(ReadTest, Case50ThreeCallsListTwoHundredAndFiftyVersions) {
  start_with_versions(250);
  const auto listing = list();
  ASSERT_TRUE(listing.has_value()) << listing.error().message;
  EXPECT_EQ(listing->versions.size(), 250U);
  EXPECT_TRUE(listing->completeness.complete());
  EXPECT_EQ(listing->versions.front().tags, std::vector<std::string>{"v1"});
  EXPECT_EQ(listing->server_date, seconds_of(clock_.now()));
  EXPECT_EQ(calls("list_versions"), 3);
}

TEST_F(ReadTest, Case50TwoCallsListTwoHundredVersions) {
  start_with_versions(200);
  EXPECT_EQ(list()->versions.size(), 200U);
  EXPECT_EQ(calls("list_versions"), 2);
}

TEST_F(ReadTest, ListsWithoutALastLinkAndInAnyOrder) {
  start_with_versions(250);
  simulator_->set_switches("{ link_last: false, order: scrambled }");
  const auto listing = list();
  ASSERT_TRUE(listing.has_value());
  EXPECT_EQ(listing->versions.size(), 250U);
  EXPECT_TRUE(std::is_sorted(listing->versions.begin(), listing->versions.end(), newest_first));
  EXPECT_EQ(calls("list_versions"), 3);
}

TEST_F(ReadTest, Case52NamesWithASlashAreEncodedOnceAndOwnersKeepTheirCase) {
  start("packages: [{ owner: MixedCase, type: container, name: kas/kas, versions: [{ tags: [a] }] }]\n");
  const auto owner = client_->owner({OwnerRoute::organization, "MixedCase"});
  const auto packages = client_->packages(*owner, PackageType::container);
  ASSERT_EQ(packages->packages.size(), 1U);
  EXPECT_EQ(packages->packages[0].name, "kas/kas");
  EXPECT_EQ(client_->versions(packages->packages[0])->versions.size(), 1U);
  EXPECT_TRUE(
      simulator_->requests().back().target.starts_with("/orgs/MixedCase/packages/container/kas%2Fkas/versions?"))
      << simulator_->requests().back().target;
}

TEST_F(ReadTest, Case55GhostsOfDeletedPackagesAreLeftOut) {
  start(R"(packages:
  - { owner: acme, type: npm, name: kit, versions: [{ name: 1.0.0 }] }
  - { owner: acme, type: npm, name: deleted_kit, versions: [{ name: 1.0.0 }] }
)");
  const auto packages = client_->packages(acme(), PackageType::npm);
  ASSERT_EQ(packages->packages.size(), 1U);
  EXPECT_EQ(packages->packages[0].name, "kit");
}

TEST_F(ReadTest, Case46APageThatAlwaysFailsFailsTheListing) {
  start_with_versions(150);
  simulator_->add_fault("{ operation: list_versions, page: 2, status: 500 }");
  const auto listing = list();
  ASSERT_FALSE(listing.has_value());
  EXPECT_EQ(listing.error().code, ErrorCode::server_error);
  EXPECT_EQ(calls("list_versions"), 5) << "page 1 once, page 2 four times";
}

TEST_F(ReadTest, FaultsThatPassAreOutlived) {
  for (const char* fault : {"kind: reset", "status: 503", "kind: short_body", "status: 502"}) {
    start_with_versions(150);
    simulator_->add_fault("{ operation: list_versions, page: 2, times: 2, " + std::string(fault) + " }");
    const auto listing = list();
    ASSERT_TRUE(listing.has_value()) << fault << ": " << listing.error().message;
    EXPECT_EQ(listing->versions.size(), 150U) << fault;
    EXPECT_TRUE(listing->completeness.complete()) << fault;
    EXPECT_EQ(calls("list_versions"), 4) << fault;
  }
}

TEST_F(ReadTest, RepliesThatAreNoListFailTheListing) {
  for (const char* kind : {"html", "object", "empty_body", "truncated"}) {
    start_with_versions(150);
    simulator_->add_fault("{ operation: list_versions, page: 2, kind: " + std::string(kind) + " }");
    const auto listing = list();
    ASSERT_FALSE(listing.has_value()) << kind;
    EXPECT_EQ(listing.error().code, ErrorCode::bad_reply) << kind << ": " << listing.error().message;
  }
}

TEST_F(ReadTest, PagesThatShiftOnceAreWalkedAgain) {
  for (const char* kind : {"duplicate_row", "empty_page"}) {
    start_with_versions(250);
    simulator_->add_fault("{ operation: list_versions, page: 2, times: 1, kind: " + std::string(kind) + " }");
    const auto listing = list();
    ASSERT_TRUE(listing.has_value()) << kind;
    EXPECT_TRUE(listing->completeness.complete()) << kind;
    EXPECT_EQ(listing->versions.size(), 250U) << kind;
    EXPECT_EQ(calls("list_versions"), 5) << kind;
  }
}

TEST_F(ReadTest, PagesThatAlwaysShiftMakeTheListingPartial) {
  for (const char* kind : {"duplicate_row", "empty_page"}) {
    start_with_versions(250);
    simulator_->add_fault("{ operation: list_versions, page: 2, kind: " + std::string(kind) + " }");
    EXPECT_EQ(list()->completeness.code, Incompleteness::listing_shifted) << kind;
  }
}

TEST_F(ReadTest, MissingMetadataIsUnknownAndNotUntagged) {
  start_with_versions(3);
  for (const char* metadata : {"absent", "without_tags"}) {
    simulator_->set_switches("{ metadata: " + std::string(metadata) + " }");
    const auto listing = list();
    ASSERT_TRUE(listing.has_value());
    ASSERT_EQ(listing->versions.size(), 3U);
    for (const auto& version : listing->versions) EXPECT_EQ(version.tags, std::nullopt) << metadata;
  }
}

TEST_F(ReadTest, ReadsAllSixTypesByAllRoutes) {
  std::string scenario = "packages:\n";
  for (const auto& type : kPackageTypes) {
    for (const char* owner : {"acme", "olivia", "mark"}) {
      scenario += "  - { owner: " + std::string(owner) + ", type: " + std::string(type.text) +
                  ", name: kit, visibility: public, versions: [{ name: \"" + (has_tags(type.value) ? "" : "1.0.0") +
                  "\" }] }\n";
    }
  }
  start(scenario);
  struct Way {
    OwnerSelector selector;
    OwnerRoute route;
  };
  for (const auto& [selector, route] :
       {Way{{OwnerRoute::organization, "acme"}, OwnerRoute::organization},
        Way{{OwnerRoute::user, "Olivia"}, OwnerRoute::self}, Way{{OwnerRoute::user, "mark"}, OwnerRoute::user},
        Way{{OwnerRoute::self, ""}, OwnerRoute::self}}) {
    const auto owner = client_->owner(selector);
    ASSERT_TRUE(owner.has_value()) << owner.error().message;
    EXPECT_EQ(owner->route, route) << to_string(selector);
    for (const auto& type : kPackageTypes) {
      const auto packages = client_->packages(*owner, type.value);
      ASSERT_TRUE(packages.has_value()) << packages.error().message;
      ASSERT_EQ(packages->packages.size(), 1U) << to_string(selector) << type.text;
      EXPECT_EQ(client_->versions(packages->packages[0])->versions.size(), 1U) << to_string(selector) << type.text;
    }
  }
}

TEST_F(ReadTest, AWrongKindOfOwnerIsAConfigurationError) {
  start_with_versions(1);
  EXPECT_EQ(client_->owner({OwnerRoute::organization, "olivia"}).error().code, ErrorCode::configuration);
  EXPECT_EQ(client_->owner({OwnerRoute::user, "acme"}).error().code, ErrorCode::configuration);
  EXPECT_EQ(client_->owner({OwnerRoute::organization, "nobody"}).error().code, ErrorCode::not_found);
}

TEST_F(ReadTest, WorksBelowThePathOfEnterpriseServer) {
  start(
      "packages: [{ owner: acme, type: npm, name: kit, versions: [{ name: \"{n}\", count: 150 }] }]\n"
      "switches: { rate_limits: false }\n",
      "/api/v3");
  EXPECT_EQ(client_->versions(package(PackageType::npm, "kit"))->versions.size(), 150U);
}

TEST_F(ReadTest, WaitsForTheNextHourOnceTheBudgetIsUsedUp) {
  start_with_versions(450);
  simulator_->set_switches("{ primary_limit: 4 }");
  const auto listing = list();
  ASSERT_TRUE(listing.has_value()) << listing.error().message;
  EXPECT_EQ(listing->versions.size(), 450U);
  EXPECT_GE(events_.of<Waiting>().size(), 1U);
  for (const auto& request : simulator_->requests()) EXPECT_EQ(request.status, 200) << "never asked while closed";
}

TEST_F(ReadTest, FollowsARenamedOwnerWhenReading) {
  start_with_versions(150);
  Package package = this->package(PackageType::container, "app");
  package.owner.login = "oldname";
  const auto listing = client_->versions(package);
  ASSERT_TRUE(listing.has_value()) << listing.error().message;
  EXPECT_EQ(listing->versions.size(), 150U);
}

TEST_F(ReadTest, FollowsARenamedOwnerToANameWithASlash) {
  start("packages: [{ owner: acme, type: container, name: kas/kas, versions: [{ tags: [\"v{n}\"], count: 150 }] }]\n");
  Package package = this->package(PackageType::container, "kas/kas");
  package.owner.login = "oldname";
  const auto listing = client_->versions(package);
  ASSERT_TRUE(listing.has_value()) << listing.error().message;
  EXPECT_EQ(listing->versions.size(), 150U);
  EXPECT_TRUE(listing->completeness.complete());
}

TEST_F(ReadTest, ABadTokenIsTriedOnce) {
  start_with_versions(1);
  tokens_ = test::FixedTokens("ghp_wrong");
  connect();
  EXPECT_EQ(client_->owner({OwnerRoute::organization, "acme"}).error().code, ErrorCode::unauthorized);
  EXPECT_EQ(client_->owner({OwnerRoute::organization, "acme"}).error().code, ErrorCode::unauthorized);
  EXPECT_EQ(simulator_->requests().size(), 1U);
}

}  // namespace
}  // namespace retention::github
