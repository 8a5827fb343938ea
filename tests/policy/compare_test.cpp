#include "policy/compare.h"

#include <gtest/gtest.h>

#include "policy/evaluate.h"
#include "tests/support/inventory_builder.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::everything;
using test::kNow;
using test::older_than;
using test::RuleSetBuilder;
using test::tags_any;

// Versions of ten, twenty and thirty days, the youngest first.
Inventory three_images() {
  return test::inventory(PackageType::container)
      .version(3, days(10), {"v3"})
      .version(2, days(20), {"v2"})
      .version(1, days(30), {"v1"})
      .build();
}

std::vector<Change> changes(const RuleSetBuilder& before, const RuleSetBuilder& after) {
  const Inventory inventory = three_images();
  const RuleSet first = before.build();
  const RuleSet second = after.build();
  return compare({evaluate(inventory, {}, first, {}, kNow), first},
                 {evaluate(inventory, {}, second, {}, kNow), second});
}

RuleSetBuilder older(const std::string& name, const std::string& age, Mode mode = Mode::enforce) {
  return RuleSetBuilder().policy("p", mode).remove(name, {older_than(age)});
}

TEST(Compare, FindsNothingBetweenEqualRules) {
  EXPECT_TRUE(changes(older("old", "15d"), older("old", "15d")).empty());
}

TEST(Compare, FindsWhatIsNewlyDeleted) {
  EXPECT_EQ(changes(older("old", "25d"), older("old", "15d")), (std::vector<Change>{{1, ChangeKind::newly_deleted}}));
}

TEST(Compare, FindsWhatIsNoLongerDeleted) {
  EXPECT_EQ(changes(older("old", "15d"), older("old", "25d")),
            (std::vector<Change>{{1, ChangeKind::no_longer_deleted}}));
}

TEST(Compare, FindsWhatAnotherRuleDecides) {
  EXPECT_EQ(changes(older("old", "25d"), older("stale", "25d")), (std::vector<Change>{{2, ChangeKind::other_rule}}));
  EXPECT_EQ(changes(older("old", "25d"),
                    RuleSetBuilder().policy("p").keep("third", {tags_any({"v3"})}).remove("old", {older_than("25d")})),
            (std::vector<Change>{{0, ChangeKind::other_rule}}));
}

TEST(Compare, FindsACandidateWhoseModeDiffers) {
  EXPECT_EQ(changes(older("old", "25d", Mode::audit), older("old", "25d", Mode::enforce)),
            (std::vector<Change>{{2, ChangeKind::other_mode}}));
}

}  // namespace
}  // namespace retention
