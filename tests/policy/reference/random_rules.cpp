#include "tests/policy/reference/random_rules.h"

#include <algorithm>
#include <string>
#include <variant>

#include "tests/policy/reference/case_text.h"
#include "tests/policy/reference/nature.h"
#include "tests/policy/reference/random_conditions.h"
#include "tests/policy/reference/random_texts.h"
#include "tests/policy/reference/random_times.h"
#include "tests/support/rule_set_builder.h"

namespace retention::reference {
namespace {

const Digest& no_digest() {
  static const Digest kDigest = sha256("rules of a test");
  return kDigest;
}

// Puts a list with captures in the place of what the rule says of tags or names.
void group(Dice& dice, PackageType type, RuleBody& body) {
  const CapturingPatterns capturing = random_captures(dice);
  std::erase_if(body.conditions, [](const Condition& condition) {
    return std::holds_alternative<TagsCondition>(condition) || std::holds_alternative<TaggedCondition>(condition) ||
           std::holds_alternative<VersionCondition>(condition) ||
           std::holds_alternative<EverythingCondition>(condition);
  });
  body.conditions.push_back(carries_tags(type) ? test::tags_any(capturing.patterns)
                                               : test::version_names(capturing.patterns));
  body.measure->group_by = capturing.captures;
}

// On images, ordering by version asks for `tags` or `semver`.
void order_by_version(Dice& dice, PackageType type, RuleBody& body) {
  body.measure->order = Order::version;
  const bool enough = std::any_of(body.conditions.begin(), body.conditions.end(), [](const Condition& condition) {
    return std::holds_alternative<TagsCondition>(condition) || std::holds_alternative<SemverCondition>(condition);
  });
  if (!carries_tags(type) || enough) return;
  std::erase_if(body.conditions, [](const Condition& condition) {
    return std::holds_alternative<TaggedCondition>(condition) || std::holds_alternative<EverythingCondition>(condition);
  });
  body.conditions.push_back(dice.percent(50) ? test::tags_any({"*"}) : test::semver("*"));
}

Calendar random_calendar(Dice& dice) {
  Calendar calendar;
  while (calendar.daily + calendar.weekly + calendar.monthly + calendar.yearly == 0) {
    if (dice.percent(40)) calendar.daily = dice.between(1, 4);
    if (dice.percent(40)) calendar.weekly = dice.between(1, 3);
    if (dice.percent(40)) calendar.monthly = dice.between(1, 4);
    if (dice.percent(40)) calendar.yearly = dice.between(1, 3);
  }
  return calendar;
}

Policy random_policy(Dice& dice, PackageType type, const std::string& name) {
  static const std::vector<std::vector<std::string>> kPackages{
      {"*"}, {"*"}, {"app", "svc-*"}, {"svc-*", "!svc-a*"}, {"!app"}};
  static const std::vector<std::vector<std::string>> kRepositories{{"app"}, {"!infra"}, {"*"}};
  static const std::vector<OwnerSelector> kOthers{
      {OwnerRoute::organization, "other"}, {OwnerRoute::user, "acme"}, {OwnerRoute::self, ""}};
  Policy policy = test::RuleSetBuilder().policy(name, static_cast<Mode>(dice.between(1, 3))).build().policies.front();
  if (dice.percent(40)) policy.mode = Mode::enforce;
  if (dice.percent(10)) policy.owners.front().login = "ACME";
  if (dice.percent(20)) policy.owners.insert(policy.owners.begin(), dice.pick(kOthers));
  if (dice.percent(5)) policy.owners = {dice.pick(kOthers)};
  if (dice.percent(30)) policy.types = {type, PackageType::npm};
  if (dice.percent(4)) policy.types = {PackageType::nuget};
  policy.packages = test::patterns(dice.pick(kPackages));
  if (dice.percent(15)) policy.repository = test::patterns(dice.pick(kRepositories));
  if (dice.percent(20)) policy.ignore_tags = test::patterns(random_patterns(dice, PackageType::container));
  if (dice.percent(40)) policy.min_age = random_duration(dice);
  if (dice.percent(55)) policy.grace = random_duration(dice);
  policy.min_keep = dice.percent(60) ? 1 : dice.between(2, 5);
  if (dice.percent(30)) policy.limits.versions = dice.below(dice.percent(50) ? 8 : 40);
  if (dice.percent(40)) policy.limits.percent = dice.pick(std::vector<std::int64_t>{0, 1, 10, 25, 50, 100});
  return policy;
}

RuleIndex add(RuleSet& rules, const Rule& rule) {
  rules.rules.push_back(rule);
  return static_cast<RuleIndex>(rules.rules.size() - 1);
}

}  // namespace

RuleBody random_body(Dice& dice, PackageType type, Layer layer) {
  RuleBody body{random_conditions(dice, type, layer), {}};
  if (layer != Layer::keep || dice.percent(40)) return body;
  body.measure.emplace();
  const bool has_newest = dice.percent(65);
  if (has_newest) body.measure->newest = dice.between(1, 4);
  if (!has_newest || dice.percent(20)) body.measure->calendar = random_calendar(dice);
  if (dice.percent(20)) body.conditions.clear();
  if (dice.percent(25)) group(dice, type, body);
  const bool has_line = dice.percent(20);
  if (has_line) body.measure->per = static_cast<Line>(dice.between(1, 3));
  if (has_line || dice.percent(25)) order_by_version(dice, type, body);
  return body;
}

Rule random_rule(Dice& dice, PackageType type, Layer layer, const std::string& policy, const std::string& name) {
  const RuleBody body = random_body(dice, type, layer);
  // Rules that say the same mean the same, whatever they are called.
  return {{policy, name, layer, sha256(conditions_code(body.conditions)), ""}, body.conditions, body.measure};
}

RuleSet random_rules(Dice& dice, PackageType type) {
  RuleSet rules{random_zone(dice), {}, {}, {}, {}, no_digest()};
  const std::int64_t protects = dice.percent(70) ? 0 : dice.between(1, 2);
  for (std::int64_t i = 0; i < protects; ++i) {
    rules.protect.push_back(add(rules, random_rule(dice, type, Layer::protect, "", "protect-" + std::to_string(i))));
  }
  const std::int64_t policies = dice.percent(3) ? 0 : dice.between(1, 3);
  for (std::int64_t i = 0; i < policies; ++i) {
    Policy policy = random_policy(dice, type, "policy-" + std::to_string(i));
    for (std::int64_t n = dice.between(1, 4); n > 0; --n) {
      const Layer layer = dice.percent(65) ? Layer::remove : Layer::keep;
      policy.rules.push_back(add(rules, random_rule(dice, type, layer, policy.name, "rule-" + std::to_string(n))));
    }
    rules.policies.push_back(policy);
  }
  return rules;
}

}  // namespace retention::reference
