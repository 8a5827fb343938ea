// That what is told of single versions is true, tried on random cases.
#include <gtest/gtest.h>

#include <algorithm>

#include "policy/account.h"
#include "tests/policy/case_plans.h"
#include "tests/policy/reference/conditions.h"

namespace retention {
namespace {

using reference::Case;
using reference::Holds;

constexpr std::uint64_t kCases = 150;

Question question_of(const Case& one) {
  return {one.inventory, one.facts, one.rules, one.memory, one.now};
}

Holds as_holds(Match match) {
  if (match == Match::unknown) return Holds::unknown;
  return match == Match::yes ? Holds::yes : Holds::no;
}

const PatternList& ignored_by(const Rule& rule, const Case& one) {
  static const PatternList kNone;
  if (rule.info.layer != Layer::remove || !has_tags(one.inventory.package.type)) return kNone;
  return std::find_if(one.rules.policies.begin(), one.rules.policies.end(),
                      [&](const Policy& policy) { return policy.name == rule.info.policy; })
      ->ignore_tags;
}

// Each condition of a rule that is no obstacle holds, and each obstacle is one, as the second evaluator sees it.
void expect_true(const SilentRule& silent, const Case& one, const PackageVersion& version) {
  const Rule& rule = one.rules.rules[static_cast<std::size_t>(silent.rule)];
  const bool applies = reference::applies(rule, one.inventory.package.type);
  ASSERT_EQ(silent.obstacles.empty(), !applies);
  if (!applies) return;
  auto obstacle = silent.obstacles.begin();
  for (std::size_t i = 0; i < rule.conditions.size(); ++i) {
    const Rule alone{rule.info, {rule.conditions[i]}, std::nullopt};
    const Holds holds = reference::all_hold(alone, ignored_by(rule, one), one, version);
    const bool listed = obstacle != silent.obstacles.end() && obstacle->condition == i;
    ASSERT_EQ(listed, holds != Holds::yes) << rule.info.name << " condition " << i;
    if (listed) {
      ASSERT_EQ(as_holds(obstacle->match), holds);
      ++obstacle;
    }
  }
}

TEST(Accounts, TellOfEachRuleOnceAndTruly) {
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    SCOPED_TRACE(seed);
    const Case one = reference::random_case(seed);
    const Plan plan = test::plan_of(one);
    for (const PackageVersion& version : one.inventory.versions) {
      const Account account = account_of(question_of(one), version.id).value();
      ASSERT_EQ(account.decision.reasons, test::decision_of(plan, version.id.value).reasons);
      for (const SilentRule& silent : account.silent) {
        for (const Reason& reason : account.decision.reasons) ASSERT_NE(reason.rule, silent.rule);
        ASSERT_NO_FATAL_FAILURE(expect_true(silent, one, version));
      }
    }
  }
}

TEST(Accounts, ForetellWhatWaitingDoes) {
  int foretold = 0;
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    Case one = reference::random_case(seed);
    const SysTime now = one.now;
    const Facts facts = one.facts;
    for (const PackageVersion& version : one.inventory.versions) {
      one.now = now;
      one.facts = facts;
      const auto from = account_of(question_of(one), version.id).value().candidate_from;
      if (!from) continue;
      ++foretold;
      ASSERT_GT(*from, now) << seed;
      for (auto& [path, file] : one.facts.in_use) {
        if (file.modified_at) *file.modified_at += *from - one.now;
      }
      one.now = *from;
      ASSERT_EQ(test::decision_of(test::plan_of(one), version.id.value).verdict, Verdict::remove) << seed;
    }
  }
  EXPECT_GT(foretold, 50);
}

}  // namespace
}  // namespace retention
