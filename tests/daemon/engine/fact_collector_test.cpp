#include "daemon/engine/fact_collector.h"

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/daemon/engine/engine_fixture.h"
#include "tests/support/inventory_builder.h"

namespace retention::engine {
namespace {

using std::chrono::minutes;
using testing::Optional;
using testing::SizeIs;

Digest digest(std::int64_t id) {
  return Digest::parse(test::InventoryBuilder::digest_name(id)).value();
}

class FactCollecting : public EngineTest {
 protected:
  FactCollecting() {
    rules = test::RuleSetBuilder().policy("images").packages({"app"}).remove("orphans", {test::orphan()}).build();
    rules.policies.front().types = {PackageType::container};
    add("app", PackageType::container, {1, 2});
    add("other", PackageType::container, {3});
    add("library", PackageType::npm, {4});
  }

  void add(const std::string& name, PackageType type, const std::vector<std::int64_t>& ids) {
    auto& shelf = github.add({{ids.front()}, acme_, type, name, "private", ""});
    for (const std::int64_t id : ids) {
      shelf.active.push_back({{id}, test::InventoryBuilder::digest_name(id), clock_time(), clock_time(), {{}}});
    }
  }

  SysTime clock_time() const { return seconds_of(clock.now()); }

  // What is known of the owner; nothing if it is not known what there is, which is not the same as no digest.
  std::optional<std::vector<Digest>> collected() {
    const auto found = facts.collect(rules, stop.get_token());
    EXPECT_TRUE(found) << found.error().message;
    if (!found || !found->digests.contains(acme_.id)) return std::nullopt;
    return *found->digests.at(acme_.id);
  }

  Owner acme_{{1}, "acme", OwnerKind::organization, OwnerRoute::organization};
};

TEST_F(FactCollecting, KnowsTheDigestsOfEveryContainerPackageOfTheOwner) {
  std::vector<Digest> expected{digest(1), digest(2), digest(3)};
  std::ranges::sort(expected);
  EXPECT_EQ(collected(), expected);
}

TEST_F(FactCollecting, ListsNothingWhereNoRuleAsksForOrphans) {
  rules = test::RuleSetBuilder().policy("images").remove("old", {test::older_than("30d")}).build();
  rules.policies.front().types = {PackageType::container};
  EXPECT_EQ(collected(), std::nullopt);
  EXPECT_EQ(github.listings(), 0);
}

TEST_F(FactCollecting, ListsNothingForAPolicyWithoutContainers) {
  rules.policies.front().types = {PackageType::docker};
  EXPECT_EQ(collected(), std::nullopt);
  EXPECT_EQ(github.listings(), 0);
}

TEST_F(FactCollecting, LeavesAnOwnerOutWhoseVersionsCouldNotAllBeListed) {
  github.fail_listing("other", {ErrorCode::server_error, "502"});
  EXPECT_EQ(collected(), std::nullopt);
  github.fail_listing_no_more("other");
  EXPECT_THAT(collected(), Optional(SizeIs(3)));
}

TEST_F(FactCollecting, LeavesAnOwnerOutWhosePackagesCouldNotBeListed) {
  github.fail_listing("acme", {ErrorCode::server_error, "502"});
  EXPECT_EQ(collected(), std::nullopt);
}

TEST_F(FactCollecting, EndsWithATokenThatIsNotAccepted) {
  github.fail_listing("other", {ErrorCode::unauthorized, "bad credentials"});
  const auto found = facts.collect(rules, stop.get_token());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::unauthorized);
}

TEST_F(FactCollecting, EndsWithAStop) {
  stop.request_stop();
  const auto found = facts.collect(rules, stop.get_token());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::interrupted);
}

TEST_F(FactCollecting, ReadsAgainWhatIsOlderThanTenMinutes) {
  collected();
  github.shelf("other").active.clear();
  clock.advance(minutes{10});
  EXPECT_THAT(collected(), Optional(SizeIs(3)));
  clock.advance(minutes{1});
  EXPECT_THAT(collected(), Optional(SizeIs(2)));
}

TEST_F(FactCollecting, ReadsAgainAfterAClockThatWentBack) {
  collected();
  github.shelf("other").active.clear();
  clock.set(clock.now() - minutes{1});
  EXPECT_THAT(collected(), Optional(SizeIs(2)));
}

TEST_F(FactCollecting, ReadsFilesAloneWithoutALister) {
  FactCollector offline(files, clock);
  const auto found = offline.collect(rules, stop.get_token());
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->digests.empty());
  EXPECT_EQ(github.listings(), 0);
}

}  // namespace
}  // namespace retention::engine
