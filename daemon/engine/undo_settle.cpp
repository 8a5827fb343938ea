// What becomes of a version that a restore was sent for.
#include <algorithm>
#include <string>

#include "daemon/engine/conflict.h"
#include "daemon/engine/failures.h"
#include "daemon/engine/holds.h"
#include "daemon/engine/moves.h"
#include "daemon/engine/package_sighting.h"
#include "daemon/engine/sighting.h"
#include "daemon/engine/tag_difference.h"
#include "daemon/engine/undo.h"

namespace retention::engine {
namespace {

using store::DeletionState;
using store::DeletionWork;
using store::StateMove;
using Kind = MutationOutcome::Kind;

}  // namespace

Result<Undoer::Step> Undoer::settle(const DeletionWork& work, const MutationOutcome& outcome) {
  const Brake::Verdict verdict = brake_.after(outcome.kind);
  switch (outcome.kind) {
    case Kind::done:
    case Kind::not_found:
    case Kind::unknown:
      return read_back(work, outcome);
    case Kind::unauthorized:
    case Kind::missing_scope:
    case Kind::sso_required:
    case Kind::no_token:
      return not_restored(work, outcome, DeletionState::deleted, {Next::end, status_without_token(outcome.kind)});
    case Kind::rate_limited:
    case Kind::not_sent:
      if (verdict == Brake::Verdict::go_on) return not_restored(work, outcome, DeletionState::deleted, {Next::again});
      return not_restored(work, outcome, DeletionState::deleted, {Next::end, ExitStatus::some_failed});
    case Kind::redirected:
      return hold_owner(work, outcome);
    case Kind::refused:
    case Kind::failed:
      if (is_conflict(outcome)) return settle_conflict(work, outcome);
      return not_restored(work, outcome, DeletionState::restore_failed, left());
  }
  return fail(ErrorCode::internal, "a restore ended in a way the undo does not know");
}

Result<Undoer::Step> Undoer::read_back(const DeletionWork& work, const MutationOutcome& outcome) {
  const auto sighting = look_for(reader_, clock_, work.package, work.version, std::nullopt);
  if (!sighting) {
    const std::string why = "the restore of version " + std::to_string(work.version.value) +
                            " could not be read back: " + sighting.error().message;
    auto held = ledger_.hold(work.package, store::Hold::unsettled, why, seconds_of(clock_.now()), run_);
    if (!held) return fail(held.error());
    events_.on(MutationFailed{ref_of(work.package), work.version, why});
    if (ends_everything(sighting.error().code)) return Step{Next::end, status_of(sighting.error().code)};
    return Step{Next::go_on, status_of_unsettled(sighting.error().code)};
  }
  switch (sighting->where) {
    case Sighting::Where::active:
      return restored(work, outcome, *sighting->version);
    case Sighting::Where::deleted_by_us:
    case Sighting::Where::deleted_by_others: {
      if (outcome.kind == Kind::unknown && ++without_effect_ < kMostAttempts) {
        return not_restored(work, outcome, DeletionState::deleted, {Next::again});
      }
      if (outcome.kind == Kind::not_found) {
        return not_given_back(work, outcome, DeletionState::deleted, {Next::go_on, ExitStatus::token});
      }
      if (outcome.kind == Kind::done) return gone_again(work, outcome, sighting->deleted_at);
      return not_restored(work, outcome, DeletionState::deleted, left());
    }
    case Sighting::Where::absent: {
      StateMove move = move_after(DeletionState::restore_failed, outcome, seconds_of(clock_.now()), run_);
      if (outcome.kind == Kind::done) move.note = why_absent(work.package);
      return not_restored(work, move, left());
    }
  }
  return fail(ErrorCode::internal, "a version was seen in a place the undo does not know");
}

Result<Undoer::Step> Undoer::gone_again(const DeletionWork& work, const MutationOutcome& outcome,
                                        std::optional<SysTime> deleted_at) {
  StateMove move = move_after(DeletionState::deleted, outcome, seconds_of(clock_.now()), run_);
  if (deleted_at && listed_since_ && *deleted_at > *listed_since_) {
    move.deleted_at = deleted_at;
    move.note =
        "it was restored, and another hand deleted it again before it was read back; the same undo can bring it back "
        "once more";
  } else {
    move.note = "GitHub answered that it is restored, but lists it as deleted still; the same undo tries it again";
  }
  return not_restored(work, move, left());
}

std::string Undoer::why_absent(const Package& package) {
  const auto found = look_for(lister_, package);
  if (!found || found->where == PackageSighting::Where::here) {
    return "GitHub answered that it is restored, but lists it neither as active nor as deleted";
  }
  const std::string gone = "it was restored, and then its package was deleted as a whole";
  return found->newcomer ? gone + "; " + name_taken(*found->newcomer) : gone;
}

Result<Undoer::Step> Undoer::settle_conflict(const DeletionWork& work, const MutationOutcome& outcome) {
  const auto sighting = look_for(reader_, clock_, work.package, work.version, std::nullopt);
  if (!sighting) {
    const ErrorCode code = sighting.error().code;
    return not_restored(work, outcome, DeletionState::restore_failed,
                        ends_everything(code) ? Step{Next::end, status_of(code)} : left());
  }
  if (sighting->where == Sighting::Where::active) return restored(work, outcome, *sighting->version);
  return not_given_back(work, outcome, DeletionState::restore_failed, left());
}

Result<Undoer::Step> Undoer::not_given_back(const DeletionWork& work, const MutationOutcome& outcome,
                                            DeletionState otherwise, Step step) {
  const auto active = lister_.versions(work.package);
  if (!active) {
    const ErrorCode code = active.error().code;
    return not_restored(work, outcome, otherwise, ends_everything(code) ? Step{Next::end, status_of(code)} : step);
  }
  const auto newcomer = std::ranges::find_if(active->versions, [&](const PackageVersion& version) {
    return version.name == work.name && version.id != work.version;
  });
  if (newcomer == active->versions.end()) return not_restored(work, outcome, otherwise, step);
  MutationOutcome told = outcome;
  told.message = pushed_again({newcomer->id, newcomer->created_at});
  Step superseded = left();
  superseded.elsewhere = true;
  return not_restored(work, told, DeletionState::superseded, superseded);
}

Result<Undoer::Step> Undoer::restored(const DeletionWork& work, const MutationOutcome& outcome,
                                      const PackageVersion& active) {
  const SysTime now = seconds_of(clock_.now());
  StateMove move = move_after(DeletionState::restored, outcome, now, run_);
  move.note = tag_difference(work, active);
  if (auto moved = ledger_.move(work.id, move); !moved) return fail(moved.error());
  if (!move.note.empty()) {
    const std::string where = place_of(work);
    if (auto kept = ledger_.warn(run_, {"tags-differ", move.note, where}, now); !kept) return fail(kept.error());
  }
  if (auto told = tell_taken_tags(work, active, now); !told) return fail(told.error());
  add_tags(ours_, work);
  events_.on(VersionRestored{ref_of(work.package), work.version});
  return Step{.restored = 1};
}

Result<void> Undoer::tell_taken_tags(const DeletionWork& work, const PackageVersion& active, SysTime now) {
  for (const std::string& tag : active.tags.value_or(std::vector<std::string>())) {
    const auto [entry, first] = tagged_.try_emplace({work.package.id, tag}, work.version);
    if (first || entry->second == work.version) continue;
    const std::string why = "its tag " + tag + " went to #" + std::to_string(work.version.value) +
                            ", which came back after it; set it again through the registry";
    const std::string place = place_of(work.package, entry->second);
    if (auto kept = ledger_.warn(run_, {"tags-differ", why, place}, now); !kept) return kept;
    entry->second = work.version;
  }
  return {};
}

Result<Undoer::Step> Undoer::hold_owner(const DeletionWork& work, const MutationOutcome& outcome) {
  redirected_.insert(work.package.owner.id);
  const std::string why = words_of(store::Hold::redirected) + " (" + outcome.message + ")";
  auto held = ledger_.hold(work.package, store::Hold::redirected, why, seconds_of(clock_.now()), run_);
  if (!held) return fail(held.error());
  return not_restored(work, outcome, DeletionState::deleted, left());
}

Result<Undoer::Step> Undoer::not_restored(const DeletionWork& work, const MutationOutcome& outcome, DeletionState state,
                                          Step step) {
  return not_restored(work, move_after(state, outcome, seconds_of(clock_.now()), run_), step);
}

Result<Undoer::Step> Undoer::not_restored(const DeletionWork& work, const StateMove& move, Step step) {
  if (auto moved = ledger_.move(work.id, move); !moved) return fail(moved.error());
  if (step.next != Next::again) events_.on(MutationFailed{ref_of(work.package), work.version, move.note});
  return step;
}

}  // namespace retention::engine
