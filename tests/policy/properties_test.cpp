// What must hold of every plan, tried on many small packages and rule sets.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "policy/container/version_kind.h"
#include "policy/evaluate.h"
#include "tests/policy/random_inputs.h"
#include "tests/support/plan_view.h"

namespace retention {
namespace {

using test::kNow;
using test::RandomInputs;
using test::RuleSetBuilder;
using IdSet = std::set<std::int64_t>;

constexpr std::uint32_t kTries = 500;

IdSet deleted(const Plan& plan) {
  const auto ids = test::deleted(plan);
  return {ids.begin(), ids.end()};
}

IdSet without(const IdSet& all, const IdSet& some) {
  IdSet rest;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::inserter(rest, rest.end()));
  return rest;
}

// Everything a plan says, with rules by name.
using Said = std::tuple<Layer, ReasonCode, std::string, std::int64_t, std::int64_t>;
using Story = std::map<std::int64_t, std::tuple<Verdict, std::optional<Mode>, std::vector<Said>>>;

Story story_of(const Plan& plan, const RuleSet& rules) {
  Story story;
  for (const Decision& decision : plan.decisions) {
    std::vector<Said> said;
    for (const Reason& reason : decision.reasons) {
      const bool named = reason.rule != kNoRule;
      const RuleInfo info = named ? rules.rules[static_cast<std::size_t>(reason.rule)].info
                                  : RuleInfo{"", "", Layer::keep, sha256(""), ""};
      said.emplace_back(reason.layer, reason.code, info.policy + '/' + info.name, reason.first, reason.second);
    }
    story[decision.version.value] = {decision.verdict, decision.mode, said};
  }
  return story;
}

// The same rules in another order, indices and all.
RuleSet shuffled(const RuleSet& rules, std::mt19937& engine) {
  std::vector<std::size_t> order(rules.rules.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), engine);
  RuleSet result = rules;
  std::vector<RuleIndex> moved(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    result.rules[i] = rules.rules[order[i]];
    moved[order[i]] = static_cast<RuleIndex>(i);
  }
  const auto move = [&](RuleIndex& index) { index = moved[static_cast<std::size_t>(index)]; };
  std::for_each(result.protect.begin(), result.protect.end(), move);
  for (Policy& policy : result.policies) {
    std::for_each(policy.rules.begin(), policy.rules.end(), move);
    std::shuffle(policy.rules.begin(), policy.rules.end(), engine);
  }
  std::shuffle(result.policies.begin(), result.policies.end(), engine);
  return result;
}

TEST(EveryPlan, DecidesEachVersionForAReason) {
  for (std::uint32_t seed = 0; seed < kTries; ++seed) {
    RandomInputs random(seed);
    const Inventory inventory = random.inventory();
    const Plan plan = evaluate(inventory, {}, random.rules().build(), random.memory(), kNow);
    ASSERT_EQ(plan.decisions.size(), inventory.versions.size());
    for (std::size_t i = 0; i < plan.decisions.size(); ++i) {
      const Decision& decision = plan.decisions[i];
      ASSERT_EQ(decision.version, inventory.versions[i].id) << seed;
      ASSERT_FALSE(decision.reasons.empty()) << seed;
      const bool removed = decision.verdict == Verdict::remove;
      ASSERT_EQ(removed, decision.winner().layer == Layer::remove) << seed;
      ASSERT_EQ(removed, decision.mode.has_value()) << seed;
    }
    const auto enforced = [](const Decision& decision) { return decision.mode == Mode::enforce; };
    ASSERT_EQ(plan.due, std::count_if(plan.decisions.begin(), plan.decisions.end(), enforced)) << seed;
  }
}

TEST(EveryPlan, IsTheSameWhateverTheOrderOfItsInputs) {
  for (std::uint32_t seed = 0; seed < kTries; ++seed) {
    RandomInputs random(seed);
    Inventory inventory = random.inventory();
    const RuleSet rules = random.rules().build();
    const Memory memory = random.memory();
    const Story before = story_of(evaluate(inventory, {}, rules, memory, kNow), rules);
    std::shuffle(inventory.versions.begin(), inventory.versions.end(), random.engine());
    const RuleSet others = shuffled(rules, random.engine());
    ASSERT_EQ(story_of(evaluate(inventory, {}, others, memory, kNow), others), before) << seed;
  }
}

TEST(EveryPlan, NeverGainsACandidateByAKeepOrProtectRuleButFromTheFloor) {
  for (std::uint32_t seed = 0; seed < kTries; ++seed) {
    RandomInputs random(seed);
    const Inventory inventory = random.inventory();
    RuleSetBuilder rules = random.rules();
    const Memory memory = random.memory();
    const Plan before = evaluate(inventory, {}, rules.build(), memory, kNow);
    random.below(2) == 0 ? random.add_keep(rules, "more")
                         : static_cast<void>(rules.protect("more", {random.condition()}));
    const Plan after = evaluate(inventory, {}, rules.build(), memory, kNow);
    const IdSet gained = without(deleted(after), deleted(before));
    for (const std::int64_t id : gained) {
      ASSERT_EQ(test::decision_of(before, id).winner().layer, Layer::floor) << seed;
    }
    ASSERT_LE(gained.size(), without(deleted(before), deleted(after)).size()) << seed;
  }
}

TEST(EveryPlan, OfAPartialInventoryKeepsEverything) {
  for (std::uint32_t seed = 0; seed < kTries; ++seed) {
    RandomInputs random(seed);
    Inventory inventory = random.inventory();
    inventory.completeness = {Incompleteness::listing_shifted, "seen twice"};
    const Plan plan = evaluate(inventory, {}, random.rules().build(), {}, kNow);
    ASSERT_TRUE(deleted(plan).empty()) << seed;
    ASSERT_EQ(plan.due, 0) << seed;
  }
}

TEST(EveryPlan, KeepsWhatIsUnknownPinnedReturnedOrRefused) {
  for (std::uint32_t seed = 0; seed < kTries; ++seed) {
    RandomInputs random(seed);
    const Inventory inventory = random.inventory();
    const RuleSet rules = random.rules().build();
    const Memory memory = random.memory();
    const IdSet gone = deleted(evaluate(inventory, {}, rules, memory, kNow));
    for (const PackageVersion& version : inventory.versions) {
      const bool doubtful = !version.created_at || *version.created_at > kNow || !version.tags ||
                            kind_of(inventory.package.type, version) == VersionKind::unclear;
      const bool held = memory.pins.contains(version.id) || memory.returned.contains(version.id) ||
                        memory.refusals.contains(version.id);
      ASSERT_FALSE((doubtful || held) && gone.contains(version.id.value)) << seed;
    }
  }
}

TEST(EveryPlan, NeverDeletesWhatLosesAnAnswer) {
  for (std::uint32_t seed = 0; seed < kTries; ++seed) {
    RandomInputs random(seed);
    Inventory inventory = random.inventory();
    if (inventory.versions.empty()) continue;
    const RuleSet rules = random.rules().build();
    const auto which = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(inventory.versions.size())));
    PackageVersion& version = inventory.versions[which];
    random.below(2) == 0 || !has_tags(inventory.package.type) ? version.created_at.reset() : version.tags.reset();
    ASSERT_EQ(evaluate(inventory, {}, rules, {}, kNow).decisions[which].verdict, Verdict::keep) << seed;
  }
}

TEST(EveryPlan, LeavesMinKeepImagesAndATaggedOne) {
  for (std::uint32_t seed = 0; seed < kTries; ++seed) {
    RandomInputs random(seed);
    const Inventory inventory = random.inventory();
    const RuleSet rules = random.rules().build();
    const IdSet gone = deleted(evaluate(inventory, {}, rules, {}, kNow));
    std::int64_t min_keep = 1;
    for (const Policy& policy : rules.policies) min_keep = std::max(min_keep, policy.min_keep);
    std::int64_t images = 0;
    std::int64_t stay = 0;
    std::int64_t tagged_stay = 0;
    for (const PackageVersion& version : inventory.versions) {
      if (kind_of(inventory.package.type, version) != VersionKind::image) continue;
      ++images;
      if (gone.contains(version.id.value)) continue;
      ++stay;
      if (version.tags && !version.tags->empty()) ++tagged_stay;
    }
    ASSERT_GE(stay, std::min(images, min_keep)) << seed;
    const bool any_tagged_gone =
        std::any_of(inventory.versions.begin(), inventory.versions.end(),
                    [&](const auto& version) { return gone.contains(version.id.value) && !version.tags->empty(); });
    ASSERT_FALSE(any_tagged_gone && tagged_stay == 0) << seed;
  }
}

TEST(EveryPlan, GrowsWithTimeIfOnlyAgesCount) {
  for (std::uint32_t seed = 0; seed < kTries; ++seed) {
    RandomInputs random(seed);
    const Inventory inventory = random.inventory();
    RuleSetBuilder rules;
    rules.policy("p").min_age("3d").remove("old", {test::older_than("20d")});
    rules.remove("older", {test::older_than("40d"), test::tagged()}).keep("young", {test::younger_than("30d")});
    const IdSet before = deleted(evaluate(inventory, {}, rules.build(), {}, kNow));
    const SysTime later = kNow + std::chrono::hours(random.below(24 * 60));
    const IdSet after = deleted(evaluate(inventory, {}, rules.build(), {}, later));
    for (const std::int64_t id : without(before, after)) {
      ADD_FAILURE() << "version " << id << " was a candidate and no longer is, seed " << seed;
    }
  }
}

TEST(EveryPlan, IsNotMovedByTheDeleteRulesOfAnAudit) {
  for (std::uint32_t seed = 0; seed < kTries; ++seed) {
    RandomInputs random(seed);
    const Inventory inventory = random.inventory();
    RuleSetBuilder rules = random.rules();
    const auto bound = [&](const Plan& plan) {
      std::map<std::int64_t, Mode> modes;
      for (const Decision& decision : plan.decisions) {
        if (decision.mode && decision.mode != Mode::audit) modes[decision.version.value] = *decision.mode;
      }
      return modes;
    };
    const auto before = bound(evaluate(inventory, {}, rules.build(), {}, kNow));
    rules.policy("watching", Mode::audit).remove("a", random.conditions()).remove("b", {test::everything()});
    ASSERT_EQ(bound(evaluate(inventory, {}, rules.build(), {}, kNow)), before) << seed;
  }
}

}  // namespace
}  // namespace retention
