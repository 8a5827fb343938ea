// That a rule which is said to cover another one does, tried on random cases.
#include <gtest/gtest.h>

#include "policy/language/shadow.h"
#include "tests/policy/reference/conditions.h"
#include "tests/policy/reference/random_case.h"
#include "tests/policy/reference/random_rules.h"

namespace retention {
namespace {

using reference::Case;
using reference::Dice;
using reference::Holds;

constexpr std::uint64_t kCases = 4000;

// A rule that may match more than another one: some of its conditions, in some layer.
Rule loosened(const Rule& rule, Dice& dice) {
  Rule wide = rule;
  std::erase_if(wide.conditions, [&](const Condition& /*condition*/) { return dice.percent(40); });
  wide.info.layer = rule.info.layer == Layer::remove || dice.percent(50) ? Layer::keep : Layer::protect;
  return wide;
}

// Whether a rule speaks of a version: in doubt only those that keep do.
bool speaks(const Rule& rule, const Case& one, const PackageVersion& version) {
  if (!reference::applies(rule, one.inventory.package.type)) return false;
  const Holds holds = reference::all_hold(rule, {}, one, version);
  return holds == Holds::yes || (holds == Holds::unknown && rule.info.layer != Layer::remove);
}

int expect_covered(const Rule& wide, const Rule& narrow, const Case& one, std::uint64_t seed) {
  if (!language::covers(wide, narrow)) return 0;
  for (const PackageVersion& version : one.inventory.versions) {
    if (!speaks(narrow, one, version)) continue;
    EXPECT_TRUE(speaks(wide, one, version)) << "seed " << seed << ", version " << version.id.value;
  }
  return 1;
}

TEST(Covers, HoldsOnRandomCases) {
  int covered = 0;
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    Dice dice(seed);
    const Case one = reference::random_case(dice);
    for (const Rule& narrow : one.rules.rules) {
      covered += expect_covered(loosened(narrow, dice), narrow, one, seed);
      const Layer layer = narrow.info.layer;
      const Rule other = reference::random_rule(dice, one.inventory.package.type, layer, "more", "more");
      covered += expect_covered(other, narrow, one, seed);
    }
  }
  EXPECT_GT(covered, 1000);
}

}  // namespace
}  // namespace retention
