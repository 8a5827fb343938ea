#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <vector>

#include "policy/evaluate.h"
#include "tests/policy/reference/random_case.h"
#include "tests/support/plan_view.h"
#include "tests/support/rule_set_builder.h"

namespace retention::test {

// What tests on random cases ask of the plans for them.

inline constexpr std::uint64_t kTries = 1000;

inline Plan plan_of(const reference::Case& question) {
  return evaluate(question.inventory, question.facts, question.rules, question.memory, question.now);
}

inline std::vector<std::int64_t> deleted_by(const reference::Case& question) {
  return deleted(plan_of(question));
}

// The ids of `all` that are not among `some`; both ascend.
inline std::vector<std::int64_t> without(const std::vector<std::int64_t>& all, const std::vector<std::int64_t>& some) {
  std::vector<std::int64_t> rest;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(rest));
  return rest;
}

// What holds one version may release another, but only one that the floor kept in its place.
inline void expect_gains_only_from_floor(const Plan& before, const Plan& after, std::uint64_t seed) {
  const auto gained = without(deleted(after), deleted(before));
  for (const std::int64_t id : gained) {
    EXPECT_EQ(decision_of(before, id).winner().layer, Layer::floor) << "version " << id << ", seed " << seed;
  }
  EXPECT_LE(gained.size(), without(deleted(before), deleted(after)).size()) << "seed " << seed;
}

}  // namespace retention::test
