#include "tests/policy/reference/random_conditions.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "tests/policy/reference/civil.h"
#include "tests/policy/reference/nature.h"
#include "tests/policy/reference/random_rules.h"
#include "tests/policy/reference/random_texts.h"
#include "tests/policy/reference/random_times.h"
#include "tests/support/rule_set_builder.h"

namespace retention::reference {
namespace {

enum class Kind { tags, tagged, version, older, younger, idle, semver, prerelease, in_use, everything };

Condition random_tags(Dice& dice, PackageType type, Layer layer) {
  const PackageType of_tags = carries_tags(type) ? type : PackageType::container;
  const auto list = [&] { return test::patterns(random_patterns(dice, of_tags)); };
  TagsCondition tags;
  if (dice.percent(60)) {
    (layer == Layer::remove ? tags.all : tags.any) = list();
    return tags;
  }
  if (dice.percent(50)) tags.any = list();
  if (dice.percent(50)) tags.all = list();
  const bool written = !tags.any.patterns().empty() || !tags.all.patterns().empty();
  if (!written || dice.percent(50)) tags.none = list();
  return tags;
}

Condition random_condition(Dice& dice, Kind kind, PackageType type, Layer layer) {
  const PackageType of_names = carries_tags(type) ? PackageType::npm : type;
  switch (kind) {
    case Kind::tags:
      return random_tags(dice, type, layer);
    case Kind::tagged:
      return dice.percent(50) ? test::tagged() : test::untagged();
    case Kind::version:
      return test::version_names(random_patterns(dice, of_names));
    case Kind::older:
      return OlderThanCondition{random_duration(dice)};
    case Kind::younger:
      return YoungerThanCondition{random_duration(dice)};
    case Kind::idle:
      return IdleForCondition{random_duration(dice)};
    case Kind::semver:
      return test::semver(random_range(dice));
    case Kind::prerelease:
      return dice.percent(50) ? test::prerelease() : test::release();
    case Kind::in_use:
      return InUseFileCondition{kInUsePaths[dice.below(2)], random_duration(dice)};
    case Kind::everything:
      break;
  }
  return test::everything();
}

std::vector<Kind> kinds_for(PackageType type, Layer layer) {
  std::vector<Kind> kinds{Kind::older, Kind::older, Kind::younger, Kind::idle, Kind::semver, Kind::prerelease};
  if (carries_tags(type)) {
    kinds.insert(kinds.end(), {Kind::tags, Kind::tags, Kind::tags, Kind::tagged});
    if (layer != Layer::remove) kinds.push_back(Kind::in_use);
  } else {
    kinds.insert(kinds.end(), {Kind::version, Kind::version});
  }
  return kinds;
}

bool bears(const std::vector<Kind>& chosen, Kind kind) {
  const auto has = [&](Kind other) { return std::find(chosen.begin(), chosen.end(), other) != chosen.end(); };
  if (has(kind)) return false;
  if (kind == Kind::tags || kind == Kind::tagged) return !has(Kind::tags) && !has(Kind::tagged);
  if (kind == Kind::older || kind == Kind::younger) return !has(Kind::older) && !has(Kind::younger);
  return true;
}

}  // namespace

std::vector<Condition> random_conditions(Dice& dice, PackageType type, Layer layer) {
  if (dice.percent(10)) return {random_condition(dice, Kind::everything, type, layer)};
  std::vector<Kind> chosen;
  for (std::int64_t tries = dice.between(1, 3); tries > 0; --tries) {
    Kind kind = dice.pick(kinds_for(type, layer));
    if (dice.percent(4)) kind = carries_tags(type) ? Kind::version : Kind::tags;
    if (bears(chosen, kind)) chosen.push_back(kind);
  }
  std::vector<Condition> conditions;
  for (const Kind kind : chosen) conditions.push_back(random_condition(dice, kind, type, layer));
  return conditions;
}

}  // namespace retention::reference
