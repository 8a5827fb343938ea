// The conditions about manifests, and what keep rules have to do with them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/account.h"
#include "policy/evaluate.h"
#include "tests/support/family_builder.h"
#include "tests/support/plan_view.h"
#include "tests/support/rule_set_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::attachment_tag;
using test::codes_of;
using test::deleted;
using test::family;
using testing::ElementsAre;
using testing::IsEmpty;

test::RuleSetBuilder policy(Mode mode = Mode::enforce) {
  return test::RuleSetBuilder().policy("p", mode);
}

Plan plan(const test::FamilyBuilder& builder, const RuleSet& rules, const Memory& memory = {},
          const Facts& facts = {}) {
  return evaluate(builder.build(), facts, rules, memory, test::kNow);
}

// With an image beside it that the floor may have.
test::FamilyBuilder beside() {
  return family().image(100, days(1), {"latest"});
}

TEST(FamilyRules, AKeepRuleKeepsAnOrphanAndAMeasureDoesNot) {
  const auto images = beside().image(1, days(9), {attachment_tag(80)});
  Facts facts;
  facts.digests[OwnerId{42}] = std::make_shared<const std::vector<Digest>>();
  const auto with = [&](const auto& add) {
    auto rules = policy().remove("orphans", {test::orphan()});
    add(rules);
    return deleted(plan(images, rules.build(), {}, facts));
  };
  EXPECT_THAT(with([](auto&) {}), ElementsAre(1));
  EXPECT_THAT(with([](auto& rules) { rules.keep("young", {test::younger_than("30d")}); }), IsEmpty());
  EXPECT_THAT(with([](auto& rules) { rules.keep("newest", {}, 9); }), ElementsAre(1));
  EXPECT_THAT(deleted(plan(images, policy().remove("all", {test::everything()}).build(), {}, facts)), IsEmpty())
      << "without orphan a rule decides on images";
}

TEST(FamilyRules, AnOrphanRuleLeavesAloneWhatSomethingHas) {
  const auto images = beside().index(1, days(9), {2}, {"v1"}).referrer(2, days(9), 80);
  Facts facts;
  facts.digests[OwnerId{42}] = std::make_shared<const std::vector<Digest>>();
  EXPECT_THAT(deleted(plan(images, policy().remove("orphans", {test::orphan()}).build(), {}, facts)), IsEmpty());
}

TEST(FamilyRules, BrokenIndexesAreFoundByWhatIsLeft) {
  using Wanted = BrokenCondition::Wanted;
  const auto images = beside()
                          .index(1, days(9), {80, 81}, {"a"})
                          .index(2, days(9), {80, 5}, {"b"})
                          .index(3, days(9), {5}, {"c"})
                          .index(4, days(9), {}, {"d"})
                          .image(5, days(9));
  EXPECT_THAT(deleted(plan(images, policy().remove("r", {test::broken(Wanted::all)}).build())), ElementsAre(1));
  EXPECT_THAT(deleted(plan(images, policy().remove("r", {test::broken(Wanted::some)}).build())), ElementsAre(2));
}

TEST(FamilyRules, AnUnbelievableInUseFileKeepsAllKinds) {
  const auto images = beside().image(2, days(9)).gone_index(80, {2});
  const RuleSet rules = policy().keep("used", {test::in_use("missing.txt")}).build();
  const Plan result = plan(images, rules, test::after_deleting({80}));
  EXPECT_THAT(deleted(result), IsEmpty());
  EXPECT_THAT(codes_of(result, 2), ElementsAre(ReasonCode::kept_by_doubt));
}

TEST(FamilyRules, AnAccountNamesOnlyRulesThatDecideOnTheVersion) {
  const Inventory inventory =
      beside().index(1, days(9), {2}, {"v1"}).image(2, days(9)).image(3, days(9), {attachment_tag(80)}).build();
  const RuleSet rules = policy()
                            .protect("moving", {test::tags_any({"moving"})})
                            .remove("old", {test::older_than("90d")})
                            .remove("orphans", {test::orphan(), test::older_than("90d")})
                            .build();
  const auto silent = [&](std::int64_t id) {
    std::vector<std::string> names;
    const Facts facts;
    const Memory memory;
    const Question question{inventory, facts, rules, memory, test::kNow};
    const auto account = account_of(question, VersionId{id}).value();
    for (const SilentRule& rule : account.silent) {
      names.push_back(rules.rules[static_cast<std::size_t>(rule.rule)].info.name);
    }
    return names;
  };
  EXPECT_THAT(silent(1), ElementsAre("moving", "old"));
  EXPECT_THAT(silent(2), ElementsAre("moving"));
  EXPECT_THAT(silent(3), ElementsAre("moving", "orphans"));
}

}  // namespace
}  // namespace retention
