#include "tests/policy/reference/random_texts.h"

#include <cstdint>

#include "tests/policy/reference/nature.h"

namespace retention::reference {
namespace {

using Texts = std::vector<std::string>;

std::string number(Dice& dice) {
  static const Texts kNumbers{"0", "0", "1", "1", "2", "10"};
  return dice.pick(kNumbers);
}

std::string numbers(Dice& dice, std::int64_t count) {
  std::string text = number(dice);
  while (--count > 0) text += '.' + number(dice);
  return text;
}

std::string semver(Dice& dice) {
  static const Texts kLabels{"-alpha", "-alpha.1", "-beta", "-rc.1", "-rc.2", "-rc.10", "-1", "-x-y", "-RC.1"};
  std::string text = numbers(dice, 3);
  if (dice.percent(35)) text += dice.pick(kLabels);
  if (dice.percent(8)) text += "+b1";
  return text;
}

std::string nuget(Dice& dice) {
  static const Texts kLabels{"-alpha", "-Alpha", "-beta.2", "-beta.10", "-rc", "-RC.1"};
  std::string text = dice.percent(10) ? "0" : "";
  text += numbers(dice, dice.between(1, 4));
  if (dice.percent(35)) text += dice.pick(kLabels);
  if (dice.percent(8)) text += "+b.01";
  return text;
}

std::string gem(Dice& dice) {
  static const Texts kEnds{".a", ".pre", ".rc1", ".rc2", ".beta.2", ".b10", ".0.pre", "-1", "-x", "-x-2"};
  std::string text = numbers(dice, dice.between(1, 4));
  if (dice.percent(40)) text += dice.pick(kEnds);
  return text;
}

std::string maven(Dice& dice) {
  static const Texts kQualifiers{"alpha", "beta", "milestone", "rc", "CR", "SNAPSHOT", "snapshot",
                                 "sp",    "jre",  "android",   "a",  "b",  "m"};
  static const Texts kReleases{"-ga", "-FINAL", "-release", "-5", "-0"};
  static const Texts kNumbers{"", "", "1", "2", "10", "-1", "-10", "0"};
  std::string text = numbers(dice, dice.between(1, 4));
  if (dice.percent(15)) return text + dice.pick(kReleases);
  if (dice.percent(50)) text += '-' + dice.pick(kQualifiers) + dice.pick(kNumbers);
  return text;
}

}  // namespace

std::string random_tag(Dice& dice) {
  static const Texts kTags{"latest",      "stable",     "prod-1",      "prod-2024",   "pr-1",    "pr-12",
                           "main-0a1b2c", "dev-0a1b2c", "main-ffff00", "a-b-ffff00",  "1",       "1.0",
                           "1.2",         "v1",         "2.1",         "sha-abc",     "sha-def", "x*y",
                           "caf\xc3\xa9", "Latest",     "1.2.3-main",  "pr-1-ffff00", "nightly"};
  static const Texts kEnds{"", ".sig", ".att", ".sbom"};
  if (dice.percent(35)) return (dice.percent(30) ? "v" : "") + semver(dice);
  if (dice.percent(6)) return "sha256-" + std::string(64, dice.percent(50) ? 'a' : '7') + dice.pick(kEnds);
  return dice.pick(kTags);
}

std::string random_name(Dice& dice, PackageType type) {
  static const Texts kNone{"main", "main-SNAPSHOT", "x.1", "latest", "-1", "v1.0.0"};
  if (dice.percent(10)) return dice.pick(kNone);
  if (type == PackageType::nuget) return nuget(dice);
  if (type == PackageType::maven) return maven(dice);
  if (type == PackageType::rubygems) return gem(dice);
  return semver(dice);
}

Texts random_patterns(Dice& dice, PackageType type) {
  static const Texts kTags{"*",          "*",         "pr-*",  "prod-*",         "main-*",
                           "latest",     "sha-*",     "v*",    "*.*.*",          "1.*",
                           "?-*",        "[a-m]*",    "caf?",  "[a-z\xc3\xa9]*", "x\\*y",
                           "*-ffff00",   "*-*-*",     "1.2",   "re:.*",          "re:v?[0-9]+([.][0-9]+)*",
                           "re:pr-\\d+", "re:[a-z]+", "[ls]*", "sha256-*"};
  static const Texts kNames{
      "*",         "*",  "1.*", "*-*", "0.*", "*.10*", "*[0-9]", "?.?", "re:.*", "2", "re:\\d+\\.\\d+", "re:.*-[a-z]+",
      "*SNAPSHOT", "*a*"};
  const Texts& pool = carries_tags(type) ? kTags : kNames;
  Texts result = dice.pick_some(pool, dice.between(1, 3));
  for (std::string& text : result) {
    if (dice.percent(20)) text.insert(0, 1, '!');
  }
  return result;
}

CapturingPatterns random_captures(Dice& dice) {
  static const Texts kBranches{"re:(?P<branch>[a-z]+)-[0-9a-f]+", "re:(?P<branch>.+)-(?P<rest>[0-9a-z]+)",
                               "re:(?P<branch>.*)", "re:(?:v|(?P<branch>[a-z]+-)).*"};
  static const Texts kLines{"re:v?(?P<major>[0-9]+)\\.(?P<minor>[0-9]+).*",
                            "re:(?P<major>\\d+)(?:\\.(?P<minor>\\d+))?.*", "re:(?P<minor>.).(?P<major>.*)"};
  static const Texts kSubtracting{"!latest", "!pr-*", "!re:.*rc.*", "!*-ffff00", "!1.*"};
  CapturingPatterns result;
  const bool lines = dice.percent(50);
  result.captures = lines ? Texts{"major", "minor"} : Texts{"branch"};
  if (lines && dice.percent(40)) result.captures.pop_back();
  result.patterns = dice.pick_some(lines ? kLines : kBranches, dice.between(1, 2));
  if (dice.percent(30)) result.patterns.push_back(dice.pick(kSubtracting));
  return result;
}

std::string random_range(Dice& dice) {
  static const Texts kRanges{"*",
                             "1",
                             "1.x",
                             "0.1",
                             "1.2.*",
                             "^1.0.0",
                             "^0.1.0",
                             "^0.0.1",
                             "^0",
                             "^0.0",
                             "~1.2.0",
                             "~1",
                             "~0.1",
                             ">=1.0.0",
                             ">1",
                             ">1.1",
                             "<2",
                             "<=1.2",
                             "<1.0.0",
                             ">=1.0.0 <2.0.0",
                             "1.0.0 - 1.2.2",
                             "1 - 2",
                             "0.1 - 1.10.0",
                             "1.0.0",
                             "=v1.0.0",
                             ">=1.0.0-alpha",
                             "^1.0.0-rc.2",
                             "~1.1.0-alpha.1",
                             "<=1.0.0-rc.1",
                             ">0.0.0-0 <1.0.0-beta",
                             "1.0.0-alpha - 1.0.0-rc.2",
                             "0.x || 2.x",
                             "1.0.0 || >=2.0.0-rc.1",
                             "1.0.0-alpha || *",
                             "2 || 1.0.0-alpha - 1.0.0"};
  return dice.pick(kRanges);
}

}  // namespace retention::reference
