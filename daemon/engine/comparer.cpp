#include "daemon/engine/comparer.h"

#include <algorithm>
#include <utility>

#include "daemon/engine/holds.h"
#include "daemon/engine/narrowing.h"
#include "daemon/engine/run_notes.h"
#include "policy/evaluate.h"

namespace retention::engine {
namespace {

Plan decide(const Inventory& inventory, const Facts& facts, const RuleSet& rules, const Memory& memory,
            const Scope& scope, SysTime now) {
  Plan plan = evaluate(inventory, facts, rules, memory, now);
  if (scope.policy) plan = narrowed_to(std::move(plan), rules, *scope.policy);
  return plan;
}

void append(std::vector<store::RunWarning>& list, std::vector<store::RunWarning> more) {
  for (store::RunWarning& warning : more) {
    if (std::ranges::find(list, warning) == list.end()) list.push_back(std::move(warning));
  }
}

}  // namespace

Result<ExitStatus> Comparer::compare_package(const Side& before, const Side& after, const Scope& scope,
                                             const Package& package, const Visitor& visit) {
  const SysTime now = seconds_of(clock_.now());
  const auto remembered = ledger_.remember(package, now);
  if (!remembered) return fail(remembered.error());
  auto inventory = collector_.inventory(package);
  if (!inventory) return fail(inventory.error());
  if (inventory->completeness.complete() && remembered->hold) {
    inventory->completeness = {Incompleteness::on_hold, words_of(*remembered->hold)};
  }
  const Plan first = decide(*inventory, before.facts, before.rules, remembered->memory, scope, now);
  const Plan second = decide(*inventory, after.facts, after.rules, remembered->memory, scope, now);
  visit({*inventory, first, second, retention::compare({first, before.rules}, {second, after.rules})});
  return inventory->completeness.complete() ? ExitStatus::done : ExitStatus::incomplete;
}

Result<Compared> Comparer::compare(const RulesAndFacts& before, const RulesAndFacts& after, const Scope& scope,
                                   const std::stop_token& stop, const Visitor& visit) {
  Compared compared;
  std::vector<Package> packages;
  std::vector<Side> sides;
  for (const RulesAndFacts* side : {&before, &after}) {
    auto work = collector_.packages(side->rules, scope, stop);
    if (!work) return fail(work.error());
    packages.insert(packages.end(), work->packages.begin(), work->packages.end());
    if (!work->gaps.empty()) compared.status = ExitStatus::incomplete;
    append(compared.warnings, warnings_of(work->gaps));
    sides.push_back({side->rules, side->facts.read(in_use_files(side->rules))});
    append(compared.warnings, doubts(side->rules, sides.back().facts, seconds_of(clock_.now())));
  }
  for (const Package& package : each_once(std::move(packages))) {
    if (stop.stop_requested()) return fail(ErrorCode::interrupted, "stopped while packages were compared");
    const auto done = compare_package(sides.front(), sides.back(), scope, package, visit);
    if (!done) return fail(done.error());
    compared.status = graver(compared.status, *done);
  }
  return compared;
}

}  // namespace retention::engine
