// What must hold of every plan for a container package with manifests, tried on random ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/policy/case_plans.h"
#include "tests/policy/reference/kin.h"

namespace retention {
namespace {

using reference::Case;
using reference::Dice;
using reference::Kin;
using reference::random_family_case;
using test::kTries;
using test::plan_of;

// Calls `check` for each pair of versions of which the first has the second.
template <typename Check>
void for_each_tie(const Case& question, const Check& check) {
  const Kin kin(question);
  const std::size_t versions = question.inventory.versions.size();
  for (std::size_t upper = 0; upper < versions; ++upper) {
    for (std::size_t lower = 0; lower < versions; ++lower) {
      if (upper != lower && kin.has(upper, lower)) check(upper, lower);
    }
  }
}

TEST(FamilyLaws, WhatStaysKeepsAllThatItHas) {
  int ties = 0;
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    const Case question = random_family_case(seed);
    const Plan plan = plan_of(question);
    for_each_tie(question, [&](std::size_t upper, std::size_t lower) {
      if (plan.decisions[upper].verdict != Verdict::keep) return;
      ++ties;
      EXPECT_EQ(plan.decisions[lower].verdict, Verdict::keep) << seed;
    });
  }
  EXPECT_GT(ties, 1000);
}

TEST(FamilyLaws, NothingGoesBeforeWhatHasIt) {
  int ties = 0;
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    const Case question = random_family_case(seed);
    const Plan plan = plan_of(question);
    for_each_tie(question, [&](std::size_t upper, std::size_t lower) {
      const Decision& above = plan.decisions[upper];
      const Decision& below = plan.decisions[lower];
      if (above.verdict != Verdict::remove || below.verdict != Verdict::remove) return;
      ++ties;
      if (above.course >= Course::approved || below.course == Course::reported) return;
      EXPECT_LE(below.course, above.course) << seed;
      EXPECT_GE(below.due_at.value_or(SysTime::max()), above.due_at.value_or(SysTime::min())) << seed;
    });
  }
  EXPECT_GT(ties, 200);
}

bool may_go(const Decision& decision) {
  return decision.course >= Course::awaiting;
}

TEST(FamilyLaws, WhateverHasWhatGoesGoesFirst) {
  int ties = 0;
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    const Case question = random_family_case(seed);
    const Plan plan = plan_of(question);
    std::set<std::pair<std::size_t, std::size_t>> expected;
    for_each_tie(question, [&](std::size_t upper, std::size_t lower) {
      if (!may_go(plan.decisions[lower])) return;
      EXPECT_TRUE(may_go(plan.decisions[upper])) << seed;
      expected.emplace(lower, upper);
    });
    std::vector<std::pair<std::size_t, std::size_t>> order;
    for (const Precedence& one : plan.order) order.emplace_back(one.second, one.first);
    ASSERT_EQ(order, std::vector(expected.begin(), expected.end())) << seed;
    ties += static_cast<int>(order.size());
  }
  EXPECT_GT(ties, 50);
}

TEST(FamilyLaws, EachVersionIsDecidedForAReasonOfItsVerdict) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    for (const Decision& decision : plan_of(random_family_case(seed)).decisions) {
      ASSERT_FALSE(decision.reasons.empty()) << seed;
      const Reason& winner = decision.winner();
      const bool follows = winner.code == ReasonCode::follows_index || winner.code == ReasonCode::follows_subject;
      ASSERT_EQ(decision.verdict == Verdict::remove, winner.layer == Layer::remove || follows) << seed;
      ASSERT_EQ(decision.verdict == Verdict::remove, decision.mode.has_value()) << seed;
      ASSERT_EQ(decision.verdict == Verdict::remove, decision.course != Course::stays) << seed;
    }
  }
}

using Said = std::vector<std::tuple<Layer, ReasonCode, RuleIndex, std::int64_t, std::int64_t>>;
using Story = std::map<std::int64_t, std::tuple<Verdict, std::optional<Mode>, Course, std::optional<SysTime>, Said>>;

Story story_of(const Case& question) {
  Story story;
  for (const Decision& decision : plan_of(question).decisions) {
    Said said;
    for (const Reason& reason : decision.reasons) {
      said.emplace_back(reason.layer, reason.code, reason.rule, reason.first, reason.second);
    }
    story[decision.version.value] = {decision.verdict, decision.mode, decision.course, decision.due_at, said};
  }
  return story;
}

TEST(FamilyLaws, TheOrderOfVersionsDoesNotMatter) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_family_case(dice);
    const Story before = story_of(question);
    auto& versions = question.inventory.versions;
    std::shuffle(versions.begin(), versions.end(), dice.engine());
    ASSERT_EQ(story_of(question), before) << seed;
  }
}

TEST(FamilyLaws, APinKeepsAVersionAndAllThatItHas) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_family_case(dice);
    const auto& versions = question.inventory.versions;
    if (versions.empty()) continue;
    const auto pinned = static_cast<std::size_t>(dice.below(std::ssize(versions)));
    question.memory.pins[versions[pinned].id] = {};
    const Plan plan = plan_of(question);
    ASSERT_EQ(plan.decisions[pinned].verdict, Verdict::keep) << seed;
    for_each_tie(question, [&](std::size_t upper, std::size_t lower) {
      EXPECT_TRUE(upper != pinned || plan.decisions[lower].verdict == Verdict::keep) << seed;
    });
  }
}

TEST(FamilyLaws, ALostManifestLetsNothingGoThatStayed) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    const Case question = random_family_case(seed);
    Case partial = question;
    partial.inventory.completeness = {Incompleteness::listing_failed, "a manifest could not be read"};
    ASSERT_TRUE(test::deleted_by(partial).empty()) << seed;
    Case unasked = question;
    set_manifests(unasked, std::nullopt);
    for (const Decision& decision : plan_of(unasked).decisions) {
      if (decision.verdict == Verdict::keep) continue;
      const auto& versions = question.inventory.versions;
      const auto found = std::find_if(versions.begin(), versions.end(),
                                      [&](const PackageVersion& version) { return version.id == decision.version; });
      ASSERT_FALSE(found->tags->empty()) << seed;
    }
  }
}

TEST(RandomFamilies, ReachEveryReasonAndCourse) {
  std::map<ReasonCode, int> reasons;
  std::map<Course, int> followers;
  for (std::uint64_t seed = 0; seed < 2 * kTries; ++seed) {
    for (const Decision& decision : plan_of(random_family_case(seed)).decisions) {
      const Reason& winner = decision.winner();
      ++reasons[winner.code];
      if (winner.layer == Layer::graph && decision.verdict == Verdict::remove) ++followers[decision.course];
    }
  }
  for (const ReasonCode code : {ReasonCode::kept_member, ReasonCode::kept_child, ReasonCode::kept_attachment,
                                ReasonCode::holds_protected, ReasonCode::follows_index, ReasonCode::follows_subject,
                                ReasonCode::orphan, ReasonCode::manifest_unknown, ReasonCode::nothing_spoke}) {
    EXPECT_GE(reasons[code], 20) << static_cast<int>(code);
  }
  for (const Course course : {Course::reported, Course::waiting, Course::awaiting, Course::approved, Course::due}) {
    EXPECT_GE(followers[course], 10) << static_cast<int>(course);
  }
}

}  // namespace
}  // namespace retention
