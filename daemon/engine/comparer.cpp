#include "daemon/engine/comparer.h"

#include <algorithm>
#include <tuple>
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

std::vector<Package> both(std::vector<Package> packages, std::vector<Package> more) {
  packages.insert(packages.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  const auto place = [](const Package& package) {
    return std::tuple(package.owner.id, package.type, package.name, package.id);
  };
  std::ranges::sort(packages, {}, place);
  const auto same = [&](const Package& a, const Package& b) { return place(a) == place(b); };
  packages.erase(std::unique(packages.begin(), packages.end(), same), packages.end());
  return packages;
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

Result<ExitStatus> Comparer::compare(const RuleSet& before, const RuleSet& after, const Scope& scope,
                                     const std::stop_token& stop, const Visitor& visit) {
  auto worklist = collector_.packages(before, scope, stop);
  if (!worklist) return fail(worklist.error());
  auto more = collector_.packages(after, scope, stop);
  if (!more) return fail(more.error());
  const bool gaps = !worklist->gaps.empty() || !more->gaps.empty();
  ExitStatus status = gaps ? ExitStatus::incomplete : ExitStatus::done;
  const Side first{before, facts_.read(in_use_files(before))};
  const Side second{after, facts_.read(in_use_files(after))};
  for (const Package& package : both(std::move(worklist->packages), std::move(more->packages))) {
    if (stop.stop_requested()) return fail(ErrorCode::interrupted, "stopped while packages were compared");
    const auto done = compare_package(first, second, scope, package, visit);
    if (!done) return done;
    status = graver(status, *done);
  }
  return status;
}

}  // namespace retention::engine
