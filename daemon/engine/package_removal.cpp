#include "daemon/engine/package_removal.h"

#include <utility>

#include "daemon/engine/failures.h"
#include "daemon/engine/holds.h"
#include "daemon/engine/moves.h"
#include "daemon/engine/package_sighting.h"

namespace retention::engine {
namespace {

using store::DeletionState;
using store::StateMove;
using Kind = MutationOutcome::Kind;

// How often the call is made in one run when each provably did nothing.
constexpr int kMostUnanswered{3};

// Every version goes, and no rule has a say in it.
Plan whole_plan(const Inventory& inventory) {
  Plan plan;
  plan.mode = Mode::enforce;
  plan.due = std::ssize(inventory.versions);
  for (const PackageVersion& version : inventory.versions) {
    plan.decisions.push_back(
        {version.id, Verdict::remove, Mode::enforce, Course::due, {{Layer::remove, ReasonCode::with_package}}});
  }
  return plan;
}

// How a run ends that may not make its call again.
ExitStatus status_without(const Error& permission) {
  const bool paused = permission.code == ErrorCode::busy;
  if (paused || !ends_everything(permission.code)) return ExitStatus::some_failed;
  return status_of(permission.code);
}

}  // namespace

Result<RemovalOutcome> PackageRemoval::remove(const RemovalView& view, const Rules& rules,
                                              const RemovalRequest& request, const std::stop_token& stop) {
  if (auto ready = ready_to_send(view.inventory, stop); !ready) return fail(ready.error());
  const SysTime now = seconds_of(clock_.now());
  const auto ruleset = ledger_.record_ruleset(rules.set.hash, rules.text, table_of(rules.set), now);
  if (!ruleset) return fail(ruleset.error());
  const auto run = ledger_.begin_run({store::RunKind::delete_package, store::Binding::binding, request.trigger,
                                      request.actor, request.program, now, *ruleset});
  if (!run) return fail(run.error());
  run_ = *run;
  events_.on(CycleStarted{std::string(text_of(store::kRunKinds, store::RunKind::delete_package)), run_.value});
  events_.on(MutationsPlanned{std::ssize(view.inventory.versions)});

  auto status = remove_in(*ruleset, view, stop);
  if (!status && status.error().code == ErrorCode::ledger) return fail(status.error());
  if (!status) {
    auto told = ledger_.warn(run_, {"ended-early", status.error().message, {}}, seconds_of(clock_.now()));
    if (!told) return fail(told.error());
  }
  const ExitStatus end = status ? *status : status_of(status.error().code);
  const store::RunEnd ended{seconds_of(clock_.now()), static_cast<int>(end), requests_.api_requests()};
  if (auto finished = ledger_.finish_run(run_, ended); !finished) return fail(finished.error());
  events_.on(CycleFinished{run_.value, static_cast<int>(end), {}});
  if (!status) return fail(status.error());
  return RemovalOutcome{run_, end};
}

// A look comes after the wait, which may be long: what was pushed meanwhile must not go unseen.
Result<void> PackageRemoval::ready_to_send(const Inventory& shown, const std::stop_token& stop) {
  switch (permit_.await(stop).kind) {
    case Permit::Answer::Kind::granted:
      break;
    case Permit::Answer::Kind::stopping:
      return fail(ErrorCode::interrupted, "stopped before the package was deleted");
    case Permit::Answer::Kind::rate_limited:
      return fail(ErrorCode::rate_limited,
                  "GitHub's rate limit lets nothing through for now; the package was not deleted");
  }
  const auto pause = ledger_.paused(seconds_of(clock_.now()));
  if (!pause) return fail(pause.error());
  if (*pause) return fail(ErrorCode::busy, "deletions are " + describe(**pause) + "; retentiond resume ends it");
  const auto fresh = viewer_.whole_inventory(shown.package);
  if (!fresh) return fail(fresh.error());
  if (hash_of(*fresh) == hash_of(shown)) return {};
  return fail(ErrorCode::bad_reply, to_string(ref_of(shown.package)) +
                                        " has changed since it was shown; it was not deleted, look at it again");
}

Result<ExitStatus> PackageRemoval::remove_in(store::RulesetId ruleset, const RemovalView& view,
                                             const std::stop_token& stop) {
  const auto planned = ledger_.record_plan(run_, ruleset, view.inventory, whole_plan(view.inventory), {});
  if (!planned) return fail(planned.error());
  const auto id =
      ledger_.begin_package_deletion(planned->id, move_before(DeletionState::deleting, seconds_of(clock_.now()), run_));
  if (!id) return fail(id.error());
  return send(view.inventory, *id, stop);
}

Result<ExitStatus> PackageRemoval::send(const Inventory& inventory, store::PackageDeletionId id,
                                        const std::stop_token& stop) {
  brake_ = {};
  unanswered_ = 0;
  while (true) {
    const MutationOutcome outcome = remover_.delete_package(inventory.package);
    const auto step = settle(inventory, id, outcome);
    if (!step) return fail(step.error());
    if (step->next == Next::end) return step->status;
    const auto ready = ready_to_send(inventory, stop);
    if (ready) continue;
    if (ready.error().code == ErrorCode::ledger) return fail(ready.error());
    const auto given_up = give_up(inventory, id, outcome, ready.error());
    if (!given_up) return fail(given_up.error());
    return given_up->status;
  }
}

Result<PackageRemoval::Step> PackageRemoval::give_up(const Inventory& inventory, store::PackageDeletionId id,
                                                     const MutationOutcome& outcome, const Error& permission) {
  StateMove failed = move_to(DeletionState::failed, outcome);
  failed.note = permission.message;
  if (unanswered_ == 0) return ended(id, failed, status_without(permission));
  // A call without an answer may have taken effect since it was looked for.
  const auto sighting = look_for(lister_, inventory.package);
  if (!sighting) return leave_unsettled(inventory.package, sighting.error());
  if (sighting->where != PackageSighting::Where::here) return deleted(inventory, id, outcome);
  return ended(id, failed, status_without(permission));
}

Result<PackageRemoval::Step> PackageRemoval::leave_unsettled(const Package& package, const Error& error) {
  const std::string why = "no answer to the deletion of the package, and reading it failed: " + error.message;
  auto held = ledger_.hold(package, store::Hold::unsettled, why, seconds_of(clock_.now()), run_);
  if (!held) return fail(held.error());
  return Step{Next::end, status_of_unsettled(error.code)};
}

Result<PackageRemoval::Step> PackageRemoval::settle(const Inventory& inventory, store::PackageDeletionId id,
                                                    const MutationOutcome& outcome) {
  const Brake::Verdict verdict = brake_.after(outcome.kind);
  StateMove failed = move_to(DeletionState::failed, outcome);
  switch (outcome.kind) {
    case Kind::done:
      return deleted(inventory, id, outcome);
    case Kind::refused:
      return ended(id, move_to(DeletionState::refused, outcome), ExitStatus::some_failed);
    case Kind::unauthorized:
    case Kind::missing_scope:
    case Kind::sso_required:
    case Kind::no_token:
      return ended(id, failed, status_without_token(outcome.kind));
    case Kind::rate_limited:
    case Kind::not_sent:
      if (verdict == Brake::Verdict::go_on) return Step{Next::again};
      return ended(id, failed, ExitStatus::some_failed);
    case Kind::redirected:
      failed.note = words_of(store::Hold::redirected) + " (" + outcome.message + ")";
      failed.hold = store::Hold::redirected;
      return ended(id, failed, ExitStatus::some_failed);
    case Kind::failed:
      return ended(id, failed, ExitStatus::some_failed);
    case Kind::not_found:
    case Kind::unknown:
      return settle_by_reading(inventory, id, outcome);
  }
  return fail(ErrorCode::internal, "the deletion of a package ended in a way that is not known");
}

Result<PackageRemoval::Step> PackageRemoval::settle_by_reading(const Inventory& inventory, store::PackageDeletionId id,
                                                               const MutationOutcome& outcome) {
  if (outcome.kind == Kind::unknown) ++unanswered_;
  const auto sighting = look_for(lister_, inventory.package);
  if (!sighting) return leave_unsettled(inventory.package, sighting.error());
  if (sighting->where != PackageSighting::Where::here) {
    // A call without an answer may have taken effect, and then the next one finds nothing.
    if (unanswered_ > 0) return deleted(inventory, id, outcome);
    return ended(id, move_to(DeletionState::gone, outcome), ExitStatus::done);
  }
  StateMove failed = move_to(DeletionState::failed, outcome);
  if (outcome.kind == Kind::not_found) {
    failed.note =
        "GitHub answers 404 to the deletion although the package exists: the token's user needs the admin role on it "
        "or its repository";
    return ended(id, failed, ExitStatus::token);
  }
  if (unanswered_ < kMostUnanswered) return Step{Next::again};
  return ended(id, failed, ExitStatus::some_failed);
}

Result<PackageRemoval::Step> PackageRemoval::deleted(const Inventory& inventory, store::PackageDeletionId id,
                                                     const MutationOutcome& outcome) {
  auto step = ended(id, move_to(DeletionState::deleted, outcome), ExitStatus::done);
  if (!step) return step;
  for (const PackageVersion& version : inventory.versions) {
    events_.on(VersionDeleted{ref_of(inventory.package), version.id});
  }
  return step;
}

Result<PackageRemoval::Step> PackageRemoval::ended(store::PackageDeletionId id, const StateMove& move,
                                                   ExitStatus status) {
  if (auto moved = ledger_.move_package(id, move); !moved) return fail(moved.error());
  return Step{Next::end, status};
}

StateMove PackageRemoval::move_to(DeletionState state, const MutationOutcome& outcome) const {
  return move_after(state, outcome, seconds_of(clock_.now()), run_);
}

}  // namespace retention::engine
