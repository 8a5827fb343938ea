// What must hold of every plan, tried on random cases.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "policy/container/version_kind.h"
#include "tests/policy/case_plans.h"
#include "tests/policy/reference/random_rules.h"

namespace retention {
namespace {

using reference::Case;
using reference::Dice;
using reference::random_case;
using test::kTries;
using test::plan_of;

// Everything a plan says, with rules by name.
using Said = std::tuple<Layer, ReasonCode, std::string, std::int64_t, std::int64_t>;
using Story = std::map<std::int64_t, std::tuple<Verdict, std::optional<Mode>, std::vector<Said>>>;

Story story_of(const Case& question) {
  Story story;
  for (const Decision& decision : plan_of(question).decisions) {
    std::vector<Said> said;
    for (const Reason& reason : decision.reasons) {
      std::string name;
      if (reason.rule != kNoRule) {
        const RuleInfo& info = question.rules.rules[static_cast<std::size_t>(reason.rule)].info;
        name = info.policy + '/' + info.name;
      }
      said.emplace_back(reason.layer, reason.code, name, reason.first, reason.second);
    }
    story[decision.version.value] = {decision.verdict, decision.mode, said};
  }
  return story;
}

// Puts the rules in another order, indices and all.
void shuffle_rules(RuleSet& rules, Dice& dice) {
  const std::vector<Rule> before = rules.rules;
  std::vector<std::size_t> order(before.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), dice.engine());
  std::vector<RuleIndex> moved(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    rules.rules[i] = before[order[i]];
    moved[order[i]] = static_cast<RuleIndex>(i);
  }
  const auto move = [&](std::vector<RuleIndex>& indices) {
    for (RuleIndex& index : indices) index = moved[static_cast<std::size_t>(index)];
    std::shuffle(indices.begin(), indices.end(), dice.engine());
  };
  move(rules.protect);
  for (Policy& policy : rules.policies) move(policy.rules);
  std::shuffle(rules.policies.begin(), rules.policies.end(), dice.engine());
}

void add_to(RuleSet& rules, std::vector<RuleIndex>& indices, const Rule& rule) {
  indices.push_back(static_cast<RuleIndex>(rules.rules.size()));
  rules.rules.push_back(rule);
}

// Adds a rule that keeps, to a policy or above all.
void add_keeper(Case& question, Dice& dice) {
  RuleSet& rules = question.rules;
  const PackageType type = question.inventory.package.type;
  if (rules.policies.empty() || dice.percent(30)) {
    add_to(rules, rules.protect, random_rule(dice, type, Layer::protect, "", "more"));
  } else {
    Policy& policy = rules.policies.back();
    add_to(rules, policy.rules, random_rule(dice, type, Layer::keep, policy.name, "more"));
  }
}

// Holds one version for one of the reasons that are no rules.
void hold(Case& question, const PackageVersion& version, Dice& dice) {
  Memory& memory = question.memory;
  switch (dice.below(4)) {
    case 0:
      memory.pins[version.id] = {};
      return;
    case 1:
      memory.pinned_names[version.name] = {question.now + std::chrono::seconds(1)};
      return;
    case 2:
      memory.refusals[version.id] = {Refusal::downloads, question.now + std::chrono::seconds(1)};
      return;
    default:
      memory.returned.insert(version.id);
  }
}

// Takes one answer of the API, or an in-use file, away.
void forget(Case& question, PackageVersion& version, Dice& dice) {
  switch (dice.below(4)) {
    case 0:
      version.created_at.reset();
      return;
    case 1:
      version.updated_at.reset();
      return;
    case 2:
      if (has_tags(question.inventory.package.type)) version.tags.reset();
      return;
    default:
      question.facts.in_use.erase("in-use.txt");
  }
}

TEST(EveryPlan, DecidesEachVersionForAReason) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    const Case question = random_case(seed);
    const Plan plan = plan_of(question);
    ASSERT_EQ(plan.decisions.size(), question.inventory.versions.size()) << seed;
    for (std::size_t i = 0; i < plan.decisions.size(); ++i) {
      const Decision& decision = plan.decisions[i];
      ASSERT_EQ(decision.version, question.inventory.versions[i].id) << seed;
      ASSERT_FALSE(decision.reasons.empty()) << seed;
      const bool removed = decision.verdict == Verdict::remove;
      ASSERT_EQ(removed, decision.winner().layer == Layer::remove) << seed;
      ASSERT_EQ(removed, decision.mode.has_value()) << seed;
    }
    const auto goes = [](const Decision& decision) {
      return decision.course == Course::due || decision.course == Course::awaiting;
    };
    ASSERT_EQ(plan.due, std::count_if(plan.decisions.begin(), plan.decisions.end(), goes)) << seed;
  }
}

TEST(EveryPlan, IsTheSameWhateverTheOrderOfItsInputs) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    const Story before = story_of(question);
    auto& versions = question.inventory.versions;
    std::shuffle(versions.begin(), versions.end(), dice.engine());
    shuffle_rules(question.rules, dice);
    ASSERT_EQ(story_of(question), before) << seed;
  }
}

TEST(EveryPlan, DeletesTheSameWhateverTheOrderOfTags) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    const auto before = test::deleted_by(question);
    for (PackageVersion& version : question.inventory.versions) {
      if (version.tags) std::shuffle(version.tags->begin(), version.tags->end(), dice.engine());
    }
    ASSERT_EQ(test::deleted_by(question), before) << seed;
  }
}

TEST(EveryPlan, NeverGainsACandidateByAKeepOrProtectRuleButFromTheFloor) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    const Plan before = plan_of(question);
    add_keeper(question, dice);
    test::expect_gains_only_from_floor(before, plan_of(question), seed);
  }
}

TEST(EveryPlan, NeverGainsACandidateByHoldingAVersionButFromTheFloor) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    if (question.inventory.versions.empty()) continue;
    const PackageVersion version = dice.pick(question.inventory.versions);
    const Plan before = plan_of(question);
    hold(question, version, dice);
    const Plan after = plan_of(question);
    ASSERT_EQ(test::decision_of(after, version.id.value).verdict, Verdict::keep) << seed;
    test::expect_gains_only_from_floor(before, after, seed);
  }
}

TEST(EveryPlan, NeverGainsACandidateByLosingAnAnswerButFromTheFloor) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    auto& versions = question.inventory.versions;
    if (versions.empty()) continue;
    const Plan before = plan_of(question);
    forget(question, versions[static_cast<std::size_t>(dice.below(std::ssize(versions)))], dice);
    test::expect_gains_only_from_floor(before, plan_of(question), seed);
  }
}

TEST(EveryPlan, OfAPartialInventoryKeepsEverything) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Case question = random_case(seed);
    question.inventory.completeness = {Incompleteness::listing_shifted, "seen twice"};
    const Plan plan = plan_of(question);
    ASSERT_TRUE(test::deleted(plan).empty()) << seed;
    ASSERT_EQ(plan.due, 0) << seed;
  }
}

TEST(EveryPlan, KeepsWhatIsUnknown) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    const Case question = random_case(seed);
    const Plan plan = plan_of(question);
    for (const PackageVersion& version : question.inventory.versions) {
      const bool doubtful = !version.created_at || *version.created_at > question.now || !version.tags ||
                            kind_of(question.inventory.package.type, version) == VersionKind::unclear;
      if (!doubtful) continue;
      ASSERT_EQ(test::decision_of(plan, version.id.value).verdict, Verdict::keep) << seed;
    }
  }
}

// The images of a package: all that a plan is about, and those that stay.
struct Images {
  std::int64_t all{0};
  std::int64_t stay{0};
  std::int64_t tagged{0};
  std::int64_t tagged_stay{0};
};

Images images_of(const Case& question, const Plan& plan) {
  Images images;
  for (const PackageVersion& version : question.inventory.versions) {
    if (kind_of(question.inventory.package.type, version) != VersionKind::image) continue;
    const int stays = test::decision_of(plan, version.id.value).verdict == Verdict::keep ? 1 : 0;
    const int tagged = version.tags && !version.tags->empty() ? 1 : 0;
    ++images.all;
    images.stay += stays;
    images.tagged += tagged;
    images.tagged_stay += tagged * stays;
  }
  return images;
}

TEST(EveryPlan, LeavesMinKeepImagesAndATaggedOne) {
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    const Case question = random_case(seed);
    const Plan plan = plan_of(question);
    std::int64_t min_keep = 1;
    for (const Policy& policy : question.rules.policies) {
      const bool selects = std::find(plan.policies.begin(), plan.policies.end(), policy.name) != plan.policies.end();
      if (selects) min_keep = std::max(min_keep, policy.min_keep);
    }
    const Images images = images_of(question, plan);
    ASSERT_GE(images.stay, std::min(images.all, min_keep)) << seed;
    ASSERT_GE(images.tagged_stay, std::min<std::int64_t>(images.tagged, 1)) << seed;
  }
}

TEST(EveryPlan, IsNotMovedByTheDeleteRulesOfAnAudit) {
  const auto bound = [](const Plan& plan) {
    std::map<std::int64_t, Mode> modes;
    for (const Decision& decision : plan.decisions) {
      if (decision.mode && decision.mode != Mode::audit) modes[decision.version.value] = *decision.mode;
    }
    return modes;
  };
  for (std::uint64_t seed = 0; seed < kTries; ++seed) {
    Dice dice(seed);
    Case question = random_case(dice);
    const Plan before = plan_of(question);
    RuleSet& rules = question.rules;
    Policy watching = test::RuleSetBuilder().policy("watching", Mode::audit).build().policies.front();
    const PackageType type = question.inventory.package.type;
    add_to(rules, watching.rules, random_rule(dice, type, Layer::remove, "watching", "a"));
    add_to(rules, watching.rules,
           {{"watching", "b", Layer::remove, rules.hash, ""}, {test::everything()}, std::nullopt});
    watching.limits = {1, 1, std::nullopt};
    rules.policies.push_back(watching);
    const Plan after = plan_of(question);
    ASSERT_EQ(bound(after), bound(before)) << seed;
    ASSERT_EQ(after.breach, before.breach) << seed;
  }
}

}  // namespace
}  // namespace retention
