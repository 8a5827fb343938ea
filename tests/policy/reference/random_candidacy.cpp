#include "tests/policy/reference/random_candidacy.h"

#include <algorithm>
#include <chrono>

#include "tests/policy/reference/civil.h"
#include "tests/policy/reference/random_times.h"

namespace retention::reference {
namespace {

using std::chrono::seconds;

Digest random_meaning(Dice& dice, const RuleSet& rules) {
  if (rules.rules.empty() || dice.percent(8)) return sha256("a rule that is no more");
  return dice.pick(rules.rules).info.meaning;
}

SysTime random_since(Dice& dice, const Case& question) {
  if (dice.percent(8)) return question.now + seconds(dice.below(3));
  const std::string& zone = question.rules.zone.name();
  if (question.rules.policies.empty() || dice.percent(30)) return random_past(dice, question.now, zone);
  return before(question.now, dice.pick(question.rules.policies).grace, zone) + seconds(dice.between(-1, 1));
}

Clock random_clock(Dice& dice, const Case& question, const PackageVersion& version) {
  const std::int64_t tags = dice.percent(10) ? 1 : mark_of_tags(version.tags);
  return {version.id, random_meaning(dice, question.rules), random_since(dice, question), tags};
}

// A version has one clock for each meaning.
bool are_of_one(const Clock& a, const Clock& b) {
  return a.version == b.version && a.meaning == b.meaning;
}

}  // namespace

void add_candidacy(Dice& dice, Case& question) {
  Memory& memory = question.memory;
  memory.counting = dice.percent(60) ? Counting::counts : Counting::stands;
  if (dice.percent(5)) memory.drift.created_changed = dice.between(1, 3);
  if (dice.percent(20)) return;
  std::vector<Clock> clocks;
  for (const PackageVersion& version : question.inventory.versions) {
    for (std::int64_t n = dice.below(4); n > 0; --n) {
      const Clock clock = random_clock(dice, question, version);
      const bool known =
          std::any_of(clocks.begin(), clocks.end(), [&](const Clock& other) { return are_of_one(other, clock); });
      if (!known) clocks.push_back(clock);
    }
    if (dice.percent(25)) memory.approvals[version.id].push_back(random_meaning(dice, question.rules));
    if (dice.percent(3)) memory.approvals[version.id].push_back(random_meaning(dice, question.rules));
  }
  set_clocks(question, clocks);
}

void let_go_at_once(Case& question) {
  for (Policy& policy : question.rules.policies) policy.grace = {};
  set_clocks(question, {});
  question.memory.approvals.clear();
  question.memory.drift = {};
}

}  // namespace retention::reference
