#include "daemon/engine/package_undo.h"

#include "daemon/engine/conflict.h"
#include "daemon/engine/failures.h"
#include "daemon/engine/holds.h"
#include "daemon/engine/moves.h"
#include "daemon/engine/package_return.h"
#include "daemon/engine/package_sighting.h"

namespace retention::engine {
namespace {

using store::DeletionState;
using store::PackageWork;
using store::StateMove;
using Kind = MutationOutcome::Kind;
using Next = PackageUndoer::Outcome::Next;

}  // namespace

Result<PackageUndoer::Outcome> PackageUndoer::restore(const PackageWork& work, RunId run, const std::string& actor,
                                                      std::optional<SysTime> pin_until, const std::stop_token& stop) {
  run_ = run;
  brake_ = {};
  without_effect_ = 0;
  if (const auto denied = await_permit(stop)) return *denied;
  if (const auto obstacle = look_before_call(work)) return leave(work, *obstacle);
  const SysTime now = seconds_of(clock_.now());
  auto pinned = ledger_.pin_package(work.id, {"undo", "restored by undo", pin_until, actor, now, run_});
  if (!pinned) return fail(pinned.error());
  auto moved = ledger_.move_package(work.id, move_before(DeletionState::restoring, now, run_));
  if (!moved) return fail(moved.error());
  while (true) {
    const MutationOutcome last = restorer_.restore_package(work.package);
    auto settled = settle(work, last);
    if (!settled) return fail(settled.error());
    if (*settled) return **settled;
    const auto denied = await_permit(stop);
    if (denied) return not_restored(work, move_to(DeletionState::deleted, last), *denied);
    if (const auto obstacle = look_before_call(work)) {
      StateMove move = move_to(obstacle->state, last);
      move.note = obstacle->why;
      return not_restored(work, move, obstacle->outcome);
    }
  }
}

std::optional<PackageUndoer::Obstacle> PackageUndoer::look_before_call(const PackageWork& work) {
  const Outcome left{Next::go_on, ExitStatus::some_failed};
  const auto sighting = look_for(lister_, work.package);
  if (sighting) {
    if (sighting->where != PackageSighting::Where::replaced) return std::nullopt;
    return Obstacle{name_taken(*sighting->newcomer), DeletionState::restore_failed, left};
  }
  const Error& error = sighting.error();
  const Outcome ended{Next::end, status_of(error.code)};
  return Obstacle{"whether its name is free could not be read: " + error.message, DeletionState::deleted,
                  ends_everything(error.code) ? ended : left};
}

Result<PackageUndoer::Outcome> PackageUndoer::leave(const PackageWork& work, const Obstacle& obstacle) {
  const store::RunWarning warning{"not-restorable", obstacle.why, to_string(ref_of(work.package))};
  if (auto kept = ledger_.warn(run_, warning, seconds_of(clock_.now())); !kept) return fail(kept.error());
  return obstacle.outcome;
}

std::optional<PackageUndoer::Outcome> PackageUndoer::await_permit(const std::stop_token& stop) {
  switch (permit_.await(stop).kind) {
    case Permit::Answer::Kind::granted:
      return std::nullopt;
    case Permit::Answer::Kind::stopping:
      return Outcome{Next::end, ExitStatus::interrupted};
    case Permit::Answer::Kind::rate_limited:
      return Outcome{Next::end, ExitStatus::some_failed};
  }
  return std::nullopt;
}

// Nothing: the call is to be made again.
Result<std::optional<PackageUndoer::Outcome>> PackageUndoer::settle(const PackageWork& work,
                                                                    const MutationOutcome& outcome) {
  const Brake::Verdict verdict = brake_.after(outcome.kind);
  const auto left = [&](DeletionState state, Next next, ExitStatus status) -> Result<std::optional<Outcome>> {
    auto done = not_restored(work, move_to(state, outcome), {next, status});
    if (!done) return fail(done.error());
    return std::optional(*done);
  };
  switch (outcome.kind) {
    case Kind::done:
    case Kind::not_found:
    case Kind::unknown:
      return read_back(work, outcome);
    case Kind::unauthorized:
    case Kind::missing_scope:
    case Kind::sso_required:
    case Kind::no_token:
      return left(DeletionState::deleted, Next::end, status_without_token(outcome.kind));
    case Kind::rate_limited:
    case Kind::not_sent:
      if (verdict == Brake::Verdict::go_on) return std::optional<Outcome>();
      return left(DeletionState::deleted, Next::end, ExitStatus::some_failed);
    case Kind::redirected: {
      StateMove move = move_to(DeletionState::deleted, outcome);
      move.hold = store::Hold::redirected;
      move.note = words_of(store::Hold::redirected) + " (" + outcome.message + ")";
      auto done = not_restored(work, move, {Next::go_on, ExitStatus::some_failed, false, 0, true});
      if (!done) return fail(done.error());
      return std::optional(*done);
    }
    case Kind::refused:
    case Kind::failed:
      if (is_conflict(outcome)) return settle_conflict(work, outcome);
      return left(DeletionState::restore_failed, Next::go_on, ExitStatus::some_failed);
  }
  return fail(ErrorCode::internal, "the restore of a package ended in a way that is not known");
}

Result<std::optional<PackageUndoer::Outcome>> PackageUndoer::read_back(const PackageWork& work,
                                                                       const MutationOutcome& outcome) {
  const auto sighting = look_for(lister_, work.package);
  if (!sighting) return not_settled(work, sighting.error());
  const Outcome left{Next::go_on, ExitStatus::some_failed};
  switch (sighting->where) {
    case PackageSighting::Where::here:
      return restored(work, outcome);
    case PackageSighting::Where::replaced: {
      StateMove move = move_to(DeletionState::restore_failed, outcome);
      move.note = name_taken(*sighting->newcomer);
      return not_restored(work, move, left);
    }
    case PackageSighting::Where::absent: {
      if (outcome.kind == Kind::unknown) {
        if (++without_effect_ < kMostAttempts) return std::optional<Outcome>();
        return not_restored(work, move_to(DeletionState::deleted, outcome), left);
      }
      StateMove move = move_to(DeletionState::restore_failed, outcome);
      move.note = outcome.kind == Kind::done ? "GitHub answered that it is restored, but it is not there: somebody "
                                               "deleted it again, or it is not shown yet"
                                             : "GitHub does not give the package back: its 30 days are over, or the "
                                               "token's user lacks the admin role on it";
      return not_restored(work, move, left);
    }
  }
  return fail(ErrorCode::internal, "a package was seen in a place the undo does not know");
}

Result<PackageUndoer::Outcome> PackageUndoer::settle_conflict(const PackageWork& work, const MutationOutcome& outcome) {
  const auto sighting = look_for(lister_, work.package);
  StateMove move = move_to(DeletionState::restore_failed, outcome);
  if (!sighting) {
    const ErrorCode code = sighting.error().code;
    return not_restored(
        work, move,
        ends_everything(code) ? Outcome{Next::end, status_of(code)} : Outcome{Next::go_on, ExitStatus::some_failed});
  }
  if (sighting->where == PackageSighting::Where::here) return restored(work, outcome);
  if (sighting->newcomer) move.note = name_taken(*sighting->newcomer);
  return not_restored(work, move, {Next::go_on, ExitStatus::some_failed});
}

Result<PackageUndoer::Outcome> PackageUndoer::restored(const PackageWork& work, const MutationOutcome& outcome) {
  StateMove move = move_to(DeletionState::restored, outcome);
  move.note.clear();
  const auto back = returned_with(lister_, ledger_, work, move);
  if (!back) {
    if (back.error().code == ErrorCode::ledger) return fail(back.error());
    return not_settled(work, back.error());
  }
  if (auto moved = ledger_.move_package(work.id, move, back->apart); !moved) return fail(moved.error());
  bool all = true;
  for (const store::RunWarning& warning : back->warnings) {
    if (auto kept = ledger_.warn(run_, warning, move.at); !kept) return fail(kept.error());
    all = all && warning.code == "tags-differ";
  }
  for (const VersionId version : back->restored) events_.on(VersionRestored{ref_of(work.package), version});
  return Outcome{Next::go_on, all ? ExitStatus::done : ExitStatus::some_failed, true, std::ssize(back->restored)};
}

Result<PackageUndoer::Outcome> PackageUndoer::not_settled(const PackageWork& work, const Error& error) {
  const std::string why = "the restore of the package could not be read back: " + error.message;
  const SysTime now = seconds_of(clock_.now());
  if (auto held = ledger_.hold(work.package, store::Hold::unsettled, why, now, run_); !held) return fail(held.error());
  if (auto kept = ledger_.warn(run_, {"not-settled", why, to_string(ref_of(work.package))}, now); !kept) {
    return fail(kept.error());
  }
  if (ends_everything(error.code)) return Outcome{Next::end, status_of(error.code)};
  return Outcome{Next::go_on, ExitStatus::some_failed};
}

Result<PackageUndoer::Outcome> PackageUndoer::not_restored(const PackageWork& work, const StateMove& move,
                                                           Outcome outcome) {
  if (auto moved = ledger_.move_package(work.id, move); !moved) return fail(moved.error());
  const std::string why = "the package did not come back" + (move.note.empty() ? "" : ": " + move.note);
  if (auto kept = ledger_.warn(run_, {"not-restored", why, to_string(ref_of(work.package))}, move.at); !kept) {
    return fail(kept.error());
  }
  return outcome;
}

StateMove PackageUndoer::move_to(DeletionState state, const MutationOutcome& outcome) const {
  return move_after(state, outcome, seconds_of(clock_.now()), run_);
}

}  // namespace retention::engine
