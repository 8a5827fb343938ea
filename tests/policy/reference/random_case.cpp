#include "tests/policy/reference/random_case.h"

#include <utility>

#include "policy/model/package.h"
#include "tests/policy/reference/random_candidacy.h"
#include "tests/policy/reference/random_family.h"
#include "tests/policy/reference/random_inventory.h"
#include "tests/policy/reference/random_rules.h"
#include "tests/policy/reference/random_times.h"

namespace retention::reference {

Case random_case(std::uint64_t seed) {
  Dice dice(seed);
  return random_case(dice);
}

namespace {

Case random_case_of(Dice& dice, PackageType type) {
  const SysTime now = random_now(dice);
  RuleSet rules = random_rules(dice, type);
  const std::string& zone = rules.zone.name();
  Inventory inventory = random_inventory(dice, type, now, zone);
  Facts facts = random_facts(dice, inventory, now, zone);
  Memory memory = random_memory(dice, inventory, now);
  return {std::move(inventory), std::move(facts), std::move(rules), std::move(memory), now};
}

}  // namespace

Case random_case(Dice& dice) {
  static const std::vector<PackageType> kTypes{PackageType::container, PackageType::container, PackageType::docker,
                                               PackageType::docker,    PackageType::npm,       PackageType::nuget,
                                               PackageType::maven,     PackageType::rubygems};
  const PackageType type = dice.pick(kTypes);
  Case question = random_case_of(dice, type);
  add_candidacy(dice, question);
  return question;
}

Case random_family_case(std::uint64_t seed) {
  Dice dice(seed);
  return random_family_case(dice);
}

Case random_family_case(Dice& dice) {
  Case question = random_case_of(dice, PackageType::container);
  add_family(dice, question);
  add_candidacy(dice, question);
  return question;
}

}  // namespace retention::reference
