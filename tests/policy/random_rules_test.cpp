// That random cases hold every condition, measure and kind of policy, and that conditions both hold and fail.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tests/policy/reference/conditions.h"
#include "tests/policy/reference/random_case.h"
#include "tests/policy/reference/selected.h"

namespace retention {
namespace {

using reference::Case;
using reference::Holds;

constexpr std::uint64_t kCases = 2000;
constexpr int kLeast = 20;

constexpr std::array kConditionNames{"tags",   "tagged",     "version",     "older_than", "younger_than", "idle_for",
                                     "semver", "prerelease", "in_use_file", "orphan",     "broken",       "everything"};
static_assert(kConditionNames.size() == std::variant_size_v<Condition>);

// How often something was seen, by name.
using Counts = std::map<std::string, int>;

void count_condition(Counts& seen, const Rule& rule, const Condition& condition, const Case& question) {
  const Rule alone{rule.info, {condition}, std::nullopt};
  const std::string name =
      std::string(text_of(kLayers, rule.info.layer)) + ' ' + kConditionNames.at(condition.index()) + ' ';
  if (!reference::applies(alone, question.inventory.package.type)) {
    ++seen[name + "on another type"];
    return;
  }
  if (reference::rests_on_doubt(alone, question)) {
    ++seen[name + "in doubt"];
    return;
  }
  for (const PackageVersion& version : question.inventory.versions) {
    const Holds holds = reference::all_hold(alone, {}, question, version);
    ++seen[name + (holds == Holds::yes ? "holds" : (holds == Holds::no ? "fails" : "is unknown"))];
  }
}

Counts conditions_seen() {
  Counts seen;
  const auto count = [&](const Case& question) {
    for (const Rule& rule : question.rules.rules) {
      for (const Condition& condition : rule.conditions) count_condition(seen, rule, condition, question);
    }
  };
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    count(reference::random_case(seed));
    count(reference::random_family_case(seed));
  }
  return seen;
}

TEST(RandomRules, HoldAndFailByEveryConditionInEveryLayer) {
  Counts seen = conditions_seen();
  for (const std::string layer : {"protect ", "keep ", "delete "}) {
    for (const std::string name : kConditionNames) {
      if (layer == "delete " && name == "in_use_file") continue;  // keeps and protects only
      if (layer != "delete " && (name == "orphan" || name == "broken")) continue;
      const std::string condition = layer + name;
      EXPECT_GE(seen[condition + " holds"], kLeast) << condition;
      if (name == "everything") continue;
      EXPECT_GE(seen[condition + " fails"], kLeast) << condition;
      if (name == "version") continue;  // every version has a name
      EXPECT_GE(seen[condition + " is unknown"], kLeast / 4) << condition;
    }
  }
  EXPECT_GE(seen["protect in_use_file in doubt"], kLeast);
  EXPECT_GE(seen["keep in_use_file in doubt"], kLeast);
  EXPECT_GE(seen["delete tags on another type"], kLeast);
  EXPECT_GE(seen["delete version on another type"], kLeast);
}

void count_measure(Counts& seen, const Measure& measure) {
  const Calendar calendar = measure.calendar.value_or(Calendar{});
  const bool grouped = !measure.group_by.empty();
  const bool by_version = measure.order == Order::version && !measure.per;
  const std::string counted = measure.calendar ? "calendar" : "newest";
  const std::vector<std::pair<std::string, bool>> facts{{"newest", measure.newest.has_value()},
                                                        {"daily", calendar.daily > 0},
                                                        {"weekly", calendar.weekly > 0},
                                                        {"monthly", calendar.monthly > 0},
                                                        {"yearly", calendar.yearly > 0},
                                                        {"newest and calendar", measure.newest && measure.calendar},
                                                        {counted + " in groups", grouped},
                                                        {"groups and lines", grouped && measure.per},
                                                        {counted + " per line", measure.per.has_value()},
                                                        {"major", measure.per == Line::major},
                                                        {"minor", measure.per == Line::minor},
                                                        {"patch", measure.per == Line::patch},
                                                        {counted + " by version", by_version}};
  for (const auto& [name, holds] : facts) seen[name] += holds ? 1 : 0;
}

TEST(RandomRules, HaveEveryMeasure) {
  Counts seen;
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    for (const Rule& rule : reference::random_case(seed).rules.rules) {
      if (rule.measure) count_measure(seen, *rule.measure);
    }
  }
  for (const char* const what :
       {"newest", "daily", "weekly", "monthly", "yearly", "newest and calendar", "newest in groups",
        "calendar in groups", "groups and lines", "newest per line", "calendar per line", "major", "minor", "patch",
        "newest by version", "calendar by version"}) {
    EXPECT_GE(seen[what], kLeast) << what;
  }
}

TEST(RandomRules, SelectEveryTypeByEveryNumberOfPolicies) {
  std::map<PackageType, int> types;
  std::map<std::size_t, int> policies;
  std::map<OwnerRoute, int> routes;
  std::map<Incompleteness, int> listings;
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    const Case question = reference::random_case(seed);
    const std::size_t selecting = reference::selecting(question).size();
    ++policies[selecting];
    ++listings[question.inventory.completeness.code];
    if (selecting == 0) continue;
    ++types[question.inventory.package.type];
    ++routes[question.inventory.package.owner.route];
  }
  for (const auto& [type, name] : kPackageTypes) EXPECT_GE(types[type], kLeast) << name;
  for (const std::size_t count : {0U, 1U, 2U, 3U}) EXPECT_GE(policies[count], kLeast) << count;
  for (const auto route : {OwnerRoute::organization, OwnerRoute::user, OwnerRoute::self}) EXPECT_GE(routes[route], 1);
  for (const auto& [code, name] : kIncompleteness) EXPECT_GE(listings[code], 5) << name;
}

}  // namespace
}  // namespace retention
