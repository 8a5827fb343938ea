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

Result<Comparer::Recorded> Comparer::read(const Package& package, SysTime now, const std::stop_token& stop) {
  auto remembered = ledger_.remember(package, now);
  if (!remembered) return fail(remembered.error());
  auto inventory = collector_.inventory(package);
  if (!inventory) return fail(inventory.error());
  if (inventory->completeness.complete() && remembered->hold) {
    inventory->completeness = {Incompleteness::on_hold, words_of(*remembered->hold)};
  }
  const auto added = manifests_.add_to(*inventory, remembered->memory.removed, stop);
  if (!added) return fail(added.error());
  return Recorded{*std::move(inventory), std::move(remembered->memory)};
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
    const SysTime now = seconds_of(clock_.now());
    const auto recorded = read(package, now, stop);
    if (!recorded) return fail(recorded.error());
    const auto& [inventory, memory] = *recorded;
    const Plan first = decide(inventory, sides.front().facts, before.rules, memory, scope, now);
    const Plan second = decide(inventory, sides.back().facts, after.rules, memory, scope, now);
    visit({inventory, first, second, retention::compare({first, before.rules}, {second, after.rules})});
    if (!inventory.completeness.complete()) compared.status = graver(compared.status, ExitStatus::incomplete);
  }
  return compared;
}

}  // namespace retention::engine
