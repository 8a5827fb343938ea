#include "policy/rule_set.h"

#include <gtest/gtest.h>

#include "policy/selection.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::RuleSetBuilder;

Package package(std::string login, OwnerRoute route, std::string name = "app") {
  Package result = test::inventory(PackageType::container).package_name(std::move(name)).build().package;
  result.owner.login = std::move(login);
  result.owner.route = route;
  result.owner.kind = route == OwnerRoute::organization ? OwnerKind::organization : OwnerKind::user;
  return result;
}

Policy policy(std::vector<OwnerSelector> owners) {
  Policy result = RuleSetBuilder().policy("p").build().policies.front();
  result.owners = std::move(owners);
  return result;
}

TEST(Selects, ComparesOwnersWithoutRegardToCase) {
  const Policy acme = policy({{OwnerRoute::organization, "Acme"}});
  EXPECT_TRUE(selects(acme, package("aCME", OwnerRoute::organization)));
  EXPECT_FALSE(selects(acme, package("acme2", OwnerRoute::organization)));
  EXPECT_FALSE(selects(acme, package("acm", OwnerRoute::organization)));
  EXPECT_FALSE(selects(acme, package("acme", OwnerRoute::user)));
}

TEST(Selects, TakesMeAsWhateverWasListedThroughUser) {
  const Policy me = policy({{OwnerRoute::self, ""}});
  EXPECT_TRUE(selects(me, package("octocat", OwnerRoute::self)));
  EXPECT_FALSE(selects(me, package("octocat", OwnerRoute::user)));
}

TEST(Selects, KnowsAUserByLoginHoweverItWasListed) {
  const Policy octocat = policy({{OwnerRoute::user, "octocat"}});
  EXPECT_TRUE(selects(octocat, package("octocat", OwnerRoute::user)));
  EXPECT_TRUE(selects(octocat, package("octocat", OwnerRoute::self)));
  EXPECT_FALSE(selects(octocat, package("hubot", OwnerRoute::self)));
  EXPECT_FALSE(selects(octocat, package("octocat", OwnerRoute::organization)));
}

TEST(Selects, AsksForOneOfSeveralOwners) {
  const Policy two = policy({{OwnerRoute::organization, "a"}, {OwnerRoute::user, "b"}});
  EXPECT_TRUE(selects(two, package("b", OwnerRoute::user)));
  EXPECT_FALSE(selects(two, package("a", OwnerRoute::user)));
}

TEST(Selects, ComparesTypesAndNames) {
  Policy some = policy({{OwnerRoute::organization, "acme"}});
  some.packages = test::patterns({"svc-*", "!svc-archive-*"});
  EXPECT_TRUE(selects(some, package("acme", OwnerRoute::organization, "svc-a/b")));
  EXPECT_FALSE(selects(some, package("acme", OwnerRoute::organization, "svc-archive-1")));
  EXPECT_FALSE(selects(some, package("acme", OwnerRoute::organization, "tool")));
  some.types = {PackageType::npm};
  EXPECT_FALSE(selects(some, package("acme", OwnerRoute::organization, "svc-a")));
}

TEST(Selects, ComparesTheRepository) {
  Policy some = policy({{OwnerRoute::organization, "acme"}});
  Package linked = package("acme", OwnerRoute::organization);
  linked.repository = "shop";
  some.repository = test::patterns({"shop"});
  EXPECT_TRUE(selects(some, linked));
  some.repository = test::patterns({"!shop"});
  EXPECT_FALSE(selects(some, linked));
}

TEST(Selects, LeavesOutPackagesWithoutARepositoryWhereOneIsAskedFor) {
  Policy some = policy({{OwnerRoute::organization, "acme"}});
  Package alone = package("acme", OwnerRoute::organization);
  alone.repository.clear();
  EXPECT_TRUE(selects(some, alone));
  for (const char* pattern : {"*", "!shop", "re:.*"}) {
    some.repository = test::patterns({pattern});
    EXPECT_FALSE(selects(some, alone)) << pattern;
  }
}

// Case 55.
TEST(Selects, LeavesOutWhatGitHubRenamedAsDeleted) {
  EXPECT_FALSE(
      selects(policy({{OwnerRoute::organization, "acme"}}), package("acme", OwnerRoute::organization, "deleted_app")));
}

TEST(TableOf, ListsEveryRuleInOrder) {
  const RuleSet rules = RuleSetBuilder()
                            .policy("p")
                            .keep("a", {test::everything()})
                            .protect("b", {test::everything()})
                            .remove("c", {test::everything()})
                            .build();
  const RuleTable table = table_of(rules);
  ASSERT_EQ(table.size(), 3U);
  EXPECT_EQ(table[1].name, "b");
  EXPECT_EQ(table[1].layer, Layer::protect);
  EXPECT_EQ(table[2].policy, "p");
}

TEST(SelectPolicies, TakesTheLargestFloorsOfAllAuditIncluded) {
  const RuleSet rules = RuleSetBuilder()
                            .policy("b", Mode::audit)
                            .min_age("30d")
                            .min_keep(2)
                            .policy("a", Mode::approve)
                            .min_age("1mo")
                            .min_keep(5)
                            .policy("other", Mode::enforce)
                            .packages({"other"})
                            .min_age("9y")
                            .min_keep(9)
                            .build();
  const Selection selection = select_policies(rules, package("acme", OwnerRoute::organization), test::kNow);
  ASSERT_EQ(selection.policies.size(), 2U);
  EXPECT_EQ(selection.policies.front()->name, "a");
  EXPECT_EQ(selection.min_keep, 5);
  EXPECT_EQ(selection.mode, Mode::approve);
  // A month before 2 March is 28 days, less than 30.
  EXPECT_EQ(selection.min_age_cut_off, test::kNow - days(30));
}

TEST(SelectPolicies, OfNoneAskNothing) {
  const Selection selection = select_policies({{}, {}, {}, {}, {}, sha256("")}, {}, test::kNow);
  EXPECT_TRUE(selection.policies.empty());
  EXPECT_FALSE(selection.min_age_cut_off);
}

}  // namespace
}  // namespace retention
