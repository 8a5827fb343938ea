#include "daemon/engine/planner.h"

#include <algorithm>
#include <utility>

#include "daemon/engine/departures.h"
#include "daemon/engine/narrowing.h"
#include "daemon/engine/run_notes.h"
#include "daemon/engine/unselected.h"
#include "policy/evaluate.h"
#include "policy/limits.h"

namespace retention::engine {
namespace {

std::string due_in_words(std::int64_t due) {
  return std::to_string(due) + (due == 1 ? " version is due" : " versions are due");
}

std::string breach_note(const Plan& plan) {
  const std::string due = due_in_words(plan.due);
  switch (plan.breach) {
    case LimitBreach::none:
      return {};
    case LimitBreach::versions:
      return due + ", limits.versions allows " + std::to_string(plan.limits.versions.value_or(0));
    case LimitBreach::percent:
      return due + ", limits.percent allows " + std::to_string(plan.limits.percent.value_or(0)) + "% of the package";
    case LimitBreach::cycle:
      return due + ", more than limits.cycle allows";
    case LimitBreach::times_changed:
      return due + ", and GitHub gives created times other than those it gave before; approval accepts them";
    case LimitBreach::times_alike:
      return due + ", and over half of the versions were created in the same second, so ages tell nothing";
  }
  return {};
}

// Whether people are asked something that the last plan of the package did not ask.
bool asks_anew(const store::RecordedPlan& plan) {
  const bool asks = plan.status == store::PlanStatus::blocked || plan.status == store::PlanStatus::awaiting;
  return asks && plan.novelty == store::Novelty::first_seen;
}

// Whether the package was looked at with its manifests, and what images of it lack that stay. `plan` is that of all
// policies: by a part of them it would seem that the candidates of the others stay.
void note_images(Planned& planned, const View& view, const Plan& plan) {
  if (auto wound = wound_of(view.inventory, plan, view.memory)) planned.wounds.push_back(*std::move(wound));
  const bool whole = view.inventory.manifests && view.inventory.completeness.complete();
  if (whole) planned.whole.push_back(ref_of(view.inventory.package));
}

}  // namespace

Result<void> Planner::plan_package(Planned& planned, Pass& pass, const Package& package) {
  const bool binds = planned.binding == store::Binding::binding;
  auto view = viewer_.look(package, binds ? Counting::counts : Counting::stands, pass.stop);
  if (!view) return fail(view.error());
  if (binds) {
    if (auto settled = viewer_.settle_late(*view, planned.run); !settled) return settled;
    if (auto told = viewer_.tell_returns(*view, planned.run); !told) return told;
  }
  const Inventory& inventory = view->inventory;
  Plan plan = evaluate(inventory, pass.facts, pass.rules, view->memory, planned.now);
  pass.usage.add(plan.usage);
  note_images(planned, *view, plan);
  if (pass.scope.policy) plan = narrowed_to(std::move(plan), pass.rules, *pass.scope.policy);
  auto recorded = ledger_.record_plan(planned.run, pass.ruleset, inventory, plan, breach_note(plan));
  if (!recorded) return fail(recorded.error());

  planned.due += recorded->due;
  planned.queued += recorded->queued;
  if (recorded->queued > 0) planned.releasing.emplace(recorded->id, package);
  if (binds && asks_anew(*recorded)) planned.status = graver(planned.status, ExitStatus::blocked);
  if (!inventory.completeness.complete()) {
    planned.status = graver(planned.status, ExitStatus::incomplete);
    events_.on(PackageIncomplete{ref_of(package), inventory.completeness.detail});
  }
  const auto removed = std::ranges::count(plan.decisions, Verdict::remove, &Decision::verdict);
  events_.on(PackagePlanned{ref_of(package), static_cast<std::int64_t>(plan.decisions.size()), removed,
                            ++planned.packages, planned.packages_total});
  return {};
}

Result<void> Planner::record_gaps(Planned& planned, const Worklist& work) {
  for (const Worklist::Gap& gap : work.gaps) planned.status = graver(planned.status, status_of(gap.error.code));
  return note(planned, warnings_of(work.gaps));
}

// A dry run only looks on.
Result<void> Planner::record_departures(Planned& planned, const Worklist& work) {
  if (planned.binding == store::Binding::dry_run) return {};
  const auto departures = close_departed(ledger_, lister_, work, planned.run, planned.now);
  if (!departures) return fail(departures.error());
  planned.status = graver(planned.status, departures->status);
  return note(planned, departures->notes);
}

// Of a part of the packages nothing can be said, and a dry run only looks on.
Result<void> Planner::cancel_unselected(Planned& planned, const Pass& pass, const Worklist& work) {
  if (planned.binding == store::Binding::dry_run || pass.scope.policy || pass.scope.package) return {};
  const auto notes = drop_unselected(ledger_, work, planned.run, planned.now);
  if (!notes) return fail(notes.error());
  return note(planned, *notes);
}

Result<void> Planner::note(const Planned& planned, const std::vector<store::RunWarning>& warnings) {
  for (const store::RunWarning& warning : warnings) {
    if (auto kept = ledger_.warn(planned.run, warning, seconds_of(clock_.now())); !kept) return kept;
  }
  return {};
}

Result<void> Planner::apply_cycle_limit(Planned& planned, const RuleSet& rules) {
  if (planned.binding == store::Binding::dry_run || !breaches_cycle(rules.cycle, planned.due)) return {};
  const std::string note =
      due_in_words(planned.due) + " in this cycle, limits.cycle allows " + std::to_string(*rules.cycle);
  auto blocked = ledger_.block_run(planned.run, note, seconds_of(clock_.now()));
  if (!blocked) return fail(blocked.error());
  planned.queued = 0;
  if (*blocked == store::Novelty::first_seen) planned.status = graver(planned.status, ExitStatus::blocked);
  return {};
}

Result<void> Planner::plan_packages(Planned& planned, Pass& pass, const std::stop_token& stop) {
  const Scope& scope = pass.scope;
  const RuleSet& rules = pass.rules;
  auto facts = facts_.collect(rules, stop);
  if (!facts) return fail(facts.error());
  pass.facts = *std::move(facts);
  if (auto told = note(planned, doubts(rules, pass.facts, planned.now)); !told) return told;
  auto work = collector_.packages(rules, scope, stop);
  if (!work) return fail(work.error());
  if (scope.package && work->packages.empty() && work->gaps.empty()) {
    return fail(ErrorCode::usage,
                "no policy selects a package " + to_string(*scope.package) +
                    ", or GitHub lists none of that name; `plan` without --package shows all that are selected");
  }
  planned.packages_total = static_cast<std::int64_t>(work->packages.size());
  if (auto kept = record_gaps(planned, *work); !kept) return kept;
  if (auto kept = record_departures(planned, *work); !kept) return kept;
  if (auto kept = cancel_unselected(planned, pass, *work); !kept) return kept;
  for (const Package& package : work->packages) {
    if (stop.stop_requested()) return fail(ErrorCode::interrupted, "stopped while packages were planned");
    if (auto done = plan_package(planned, pass, package); !done) return done;
  }
  if (auto told = note_of_no_use(planned, pass, *work); !told) return told;
  return apply_cycle_limit(planned, rules);
}

// Of a part of the packages nothing can be said to be of no use.
Result<void> Planner::note_of_no_use(const Planned& planned, const Pass& pass, const Worklist& work) {
  const bool whole = !pass.scope.policy && !pass.scope.package && work.gaps.empty();
  if (!whole || planned.status == ExitStatus::incomplete) return {};
  auto told = note(planned, selection_notes(pass.rules, work.packages, work.unselected));
  if (!told) return told;
  return note(planned, idle_notes(pass.rules, pass.usage));
}

store::RunStart start_of(const CycleRequest& request, SysTime now, store::RulesetId ruleset) {
  return {request.kind, request.binding, request.trigger,     request.actor, request.program,
          now,          ruleset,         request.scope.policy};
}

Result<Planned> Planner::plan(const CycleRequest& request, const Rules& rules, const std::stop_token& stop) {
  const SysTime now = seconds_of(clock_.now());
  auto ruleset = ledger_.record_ruleset(rules.set.hash, rules.text, table_of(rules.set), now);
  if (!ruleset) return fail(ruleset.error());
  auto run = ledger_.begin_run(start_of(request, now, *ruleset));
  if (!run) return fail(run.error());
  events_.on(CycleStarted{std::string(text_of(store::kRunKinds, request.kind)), run->value});

  if (request.binding == store::Binding::binding) {
    if (auto lifted = ledger_.lift_holds(*run, now); !lifted) return fail(lifted.error());
  }

  Planned planned{.run = *run, .binding = request.binding, .now = now};
  Pass pass{*ruleset, request.scope, rules.set, {}, {}, stop};
  if (auto done = plan_packages(planned, pass, stop); !done) {
    if (done.error().code == ErrorCode::ledger) return fail(done.error());
    planned.cut_short = done.error();
  }
  return planned;
}

}  // namespace retention::engine
