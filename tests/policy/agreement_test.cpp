// evaluate() and the reference evaluator, which shares nothing with it but the values, must decide alike on random
// cases. RETENTION_AGREEMENT_PAIRS in the environment tells how many; a seed that failed once fails again.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>

#include "tests/policy/case_plans.h"
#include "tests/policy/reference/agreement.h"
#include "tests/policy/reference/random_case.h"

namespace retention {
namespace {

std::uint64_t pairs() {
  const char* const wanted = std::getenv("RETENTION_AGREEMENT_PAIRS");
  return wanted == nullptr ? RETENTION_AGREEMENT_PAIRS : std::strtoull(wanted, nullptr, 10);
}

// The seeds in parts, which may be tried side by side.
constexpr std::uint64_t kParts = 4;
class Agreement : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Agreement, HoldsOnRandomCases) {
  constexpr int kMostShown = 5;
  int shown = 0;
  ASSERT_GE(pairs(), kParts);
  for (std::uint64_t seed = GetParam(); seed < pairs() && shown < kMostShown; seed += kParts) {
    const auto question = reference::random_case(seed);
    if (!reference::disagreement(question)) continue;
    ++shown;
    ADD_FAILURE() << "seed " << seed << '\n' << reference::counterexample(question);
  }
}

TEST_P(Agreement, HoldsOnRandomFamilies) {
  constexpr int kMostShown = 5;
  int shown = 0;
  for (std::uint64_t seed = GetParam(); seed < pairs() && shown < kMostShown; seed += kParts) {
    const auto question = reference::random_family_case(seed);
    if (!reference::disagreement(question)) continue;
    ++shown;
    ADD_FAILURE() << "seed " << seed << '\n' << reference::counterexample(question);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Agreement, testing::Range<std::uint64_t>(0, kParts));

// What random cases bring about, counted over two thousand of them.
struct Tally {
  std::map<ReasonCode, int> reasons;
  std::map<Verdict, int> verdicts;
  std::map<Mode, int> modes;
  std::map<LimitBreach, int> breaches;
  std::map<Course, int> courses;
  int several_policies{0};

  Tally() {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
      count(test::plan_of(reference::random_case(seed)));
    }
  }

  void count(const Plan& plan) {
    ++breaches[plan.breach];
    if (plan.policies.size() > 1) ++several_policies;
    for (const Decision& decision : plan.decisions) {
      ++courses[decision.course];
      ++verdicts[decision.verdict];
      if (decision.mode) ++modes[*decision.mode];
      for (const Reason& reason : decision.reasons) ++reasons[reason.code];
    }
  }
};

TEST(RandomCases, ReachEveryReason) {
  const Tally tally;
  constexpr int kLeast = 10;
  for (const ReasonCode code : {ReasonCode::incomplete_inventory,
                                ReasonCode::created_unknown,
                                ReasonCode::created_in_future,
                                ReasonCode::younger_than_min_age,
                                ReasonCode::tags_unknown,
                                ReasonCode::manifest_unknown,
                                ReasonCode::refused_by_platform,
                                ReasonCode::protected_by_rule,
                                ReasonCode::protected_by_doubt,
                                ReasonCode::pinned,
                                ReasonCode::returned,
                                ReasonCode::kept_by_rule,
                                ReasonCode::kept_by_newest,
                                ReasonCode::kept_by_calendar,
                                ReasonCode::kept_unordered,
                                ReasonCode::kept_by_doubt,
                                ReasonCode::kept_in_group,
                                ReasonCode::kept_as_oldest,
                                ReasonCode::matched,
                                ReasonCode::beyond_newest,
                                ReasonCode::beyond_calendar,
                                ReasonCode::beyond_in_group,
                                ReasonCode::nothing_spoke,
                                ReasonCode::spared_by_tag,
                                ReasonCode::min_keep,
                                ReasonCode::last_tagged}) {
    const auto found = tally.reasons.find(code);
    EXPECT_GE(found == tally.reasons.end() ? 0 : found->second, kLeast) << static_cast<int>(code);
  }
}

TEST(RandomCases, ReachEveryOutcome) {
  Tally tally;
  EXPECT_GT(tally.verdicts[Verdict::keep], 1000);
  EXPECT_GT(tally.verdicts[Verdict::remove], 1000);
  for (const auto& [mode, name] : kModes) EXPECT_GT(tally.modes[mode], 50) << name;
  for (const LimitBreach breach : {LimitBreach::none, LimitBreach::versions, LimitBreach::percent,
                                   LimitBreach::times_changed, LimitBreach::times_alike}) {
    EXPECT_GT(tally.breaches[breach], 0) << text_of(kLimitBreaches, breach);
  }
  for (const Course course :
       {Course::stays, Course::reported, Course::waiting, Course::awaiting, Course::approved, Course::due}) {
    EXPECT_GT(tally.courses[course], 50) << static_cast<int>(course);
  }
  EXPECT_GT(tally.several_policies, 100);
}

}  // namespace
}  // namespace retention
