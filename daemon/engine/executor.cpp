#include "daemon/engine/executor.h"

#include <chrono>
#include <string>
#include <utility>

#include "daemon/engine/failures.h"
#include "daemon/engine/holds.h"
#include "daemon/engine/late_effects.h"
#include "daemon/engine/moves.h"

namespace retention::engine {
namespace {

using store::DeletionState;
using store::DeletionWork;
using store::StateMove;
using Kind = MutationOutcome::Kind;

// How long a refusal by a rule of the platform is remembered before the version may be tried again.
constexpr std::chrono::days kRefusalMemory{30};

// One look is for this many deletions, and for this long.
constexpr std::int64_t kMostInBatch = 200;
constexpr std::chrono::minutes kLongestBatch{10};

}  // namespace

Result<void> Executor::begin_batch(const Package& package) {
  if (package.type != PackageType::container || confirmed_.ids.empty()) return {};
  batch_ = package;
  return aftercare_.owe(package);
}

Result<void> Executor::end_batch() {
  if (!batch_) return {};
  return aftercare_.owe(*std::exchange(batch_, std::nullopt));
}

Result<void> Executor::care(const std::stop_token& stop) {
  const auto healed = aftercare_.look(stop);
  if (!healed) return fail(healed.error());
  looks_ = graver(looks_, healed->status);
  for (const store::RunWarning& warning : healed->warnings) {
    if (auto kept = ledger_.warn(run_, warning, seconds_of(clock_.now())); !kept) return kept;
  }
  return {};
}

Result<void> Executor::look_again(const Mandate& mandate, const DeletionWork& first, const std::stop_token& stop) {
  if (auto ended = end_batch(); !ended) return ended;
  if (auto cared = care(stop); !cared) return cared;
  const auto batch = ledger_.queued_from(first, seconds_of(clock_.now()), kMostInBatch);
  if (!batch) return fail(batch.error());
  const auto seen = second_look_.look(mandate, *batch, stop);
  if (!seen) return fail(seen.error());
  for (const DeletionWork& work : seen->vanished) {
    if (auto settled = settle_vanished(work); !settled) return settled;
  }
  confirmed_ = {{seen->confirmed.begin(), seen->confirmed.end()}, seconds_of(clock_.now())};
  if (auto begun = begin_batch(first.package); !begun) return begun;
  if (seen->completeness.complete()) return {};
  looks_ = graver(looks_, ExitStatus::incomplete);
  events_.on(PackageIncomplete{ref_of(first.package), seen->completeness.detail});
  return {};
}

Result<void> Executor::settle_vanished(const DeletionWork& work) {
  const auto effect = settle_late_effect(ledger_, reader_, clock_, work, run_);
  if (!effect) return fail(effect.error());
  switch (effect->kind) {
    case LateEffect::Kind::ours:
      events_.on(VersionDeleted{ref_of(work.package), work.version});
      return {};
    case LateEffect::Kind::unread:
      looks_ = graver(looks_, status_of_unsettled(effect->why.code));
      events_.on(MutationFailed{ref_of(work.package), work.version, effect->why.message});
      return {};
    case LateEffect::Kind::withdrawn:
      return {};
    case LateEffect::Kind::none:
      break;
  }
  StateMove stale = move_before(DeletionState::stale, seconds_of(clock_.now()), run_);
  stale.note = kNotFoundAgain;
  return unless_withdrawn(ledger_.move(work.id, stale));
}

bool Executor::is_confirmed(DeletionId id) const {
  const bool fresh = seconds_of(clock_.now()) - confirmed_.at <= kLongestBatch;
  return fresh && confirmed_.ids.contains(id);
}

Result<std::optional<DeletionWork>> Executor::next_confirmed(const Mandate& mandate, const std::stop_token& stop) {
  while (true) {
    auto work = ledger_.next_queued(run_, seconds_of(clock_.now()));
    if (!work || !*work) return work;
    if (is_confirmed((*work)->id)) return work;
    if (auto looked = look_again(mandate, **work, stop); !looked) return fail(looked.error());
  }
}

Result<ExitStatus> Executor::execute(const Planned& planned, const Mandate& mandate, const std::stop_token& stop) {
  run_ = planned.run;
  brake_ = {};
  confirmed_ = {};
  batch_.reset();
  looks_ = ExitStatus::done;
  events_.on(MutationsPlanned{planned.queued});
  auto status = work_off(mandate, stop);
  if (auto ended = end_batch(); !ended) return fail(ended.error());
  return status;
}

Result<ExitStatus> Executor::work_off(const Mandate& mandate, const std::stop_token& stop) {
  ExitStatus status = ExitStatus::done;
  for (;;) {
    auto ready = next_ready(mandate, stop);
    if (!ready) return fail(ready.error());
    if (!ready->work) return graver(status, ready->end);
    auto step = send(*ready->work);
    if (!step) return fail(step.error());
    status = graver(status, step->status);
    if (step->next == Next::end) return status;
  }
}

Result<Executor::Ready> Executor::next_ready(const Mandate& mandate, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto pause = heed_pause();
    if (!pause) return fail(pause.error());
    if (*pause == Next::end) return Ready{std::nullopt, looks_};
    auto work = next_confirmed(mandate, stop);
    if (!work) return fail(work.error());
    if (!*work) return Ready{std::nullopt, looks_};
    const auto turned_away = await_permit(stop);
    if (!turned_away) return fail(turned_away.error());
    if (*turned_away) return Ready{std::nullopt, **turned_away};
    // A rate limit may have kept us waiting for an hour.
    if (is_confirmed((*work)->id)) return Ready{std::move(*work)};
  }
  return Ready{std::nullopt, ExitStatus::interrupted};
}

Result<std::optional<ExitStatus>> Executor::await_permit(const std::stop_token& stop) {
  switch (permit_.await(stop).kind) {
    case Permit::Answer::Kind::granted:
      return std::optional<ExitStatus>();
    case Permit::Answer::Kind::stopping:
      return std::optional(ExitStatus::interrupted);
    case Permit::Answer::Kind::rate_limited:
      break;
  }
  if (auto told = tell_end("GitHub's rate limit lets nothing through for now"); !told) return fail(told.error());
  return std::optional(ExitStatus::some_failed);
}

Result<void> Executor::tell_end(const std::string& why) {
  return ledger_.warn(run_, {"ended-early", why + "; nothing more was sent", {}}, seconds_of(clock_.now()));
}

Result<Executor::Next> Executor::heed_pause() {
  const SysTime now = seconds_of(clock_.now());
  const auto pause = ledger_.paused(now);
  if (!pause) return fail(pause.error());
  if (!*pause) return Next::go_on;
  const std::string text = "deletions are " + describe(**pause) + "; nothing more is sent";
  if (auto kept = ledger_.warn(run_, {"paused", text, {}}, now); !kept) return fail(kept.error());
  events_.on(DeletionsPaused{text});
  return Next::end;
}

Result<Executor::Step> Executor::send(const DeletionWork& work) {
  const StateMove leaving = move_before(DeletionState::deleting, seconds_of(clock_.now()), run_);
  if (auto moved = ledger_.move(work.id, leaving); !moved) {
    // Somebody was faster, and nothing was sent.
    const ErrorCode code = moved.error().code;
    if (code == ErrorCode::paused || code == ErrorCode::withdrawn) return Step{};
    return fail(moved.error());
  }
  const MutationOutcome outcome = deleter_.delete_version(work.package, work.version);
  // A call of an earlier try may take effect as late as this.
  return settle(work, outcome, {work.sent_at.value_or(leaving.at), leaving.at});
}

Result<Executor::Step> Executor::settle(const DeletionWork& work, const MutationOutcome& outcome, Sent sent) {
  const Brake::Verdict verdict = brake_.after(outcome.kind);
  switch (outcome.kind) {
    case Kind::done: {
      auto moved = ledger_.move(work.id, move_after(DeletionState::deleted, outcome, seconds_of(clock_.now()), run_));
      if (!moved) return fail(moved.error());
      events_.on(VersionDeleted{ref_of(work.package), work.version});
      return Step{};
    }
    case Kind::refused:
      return refuse(work, outcome);
    case Kind::unauthorized:
    case Kind::missing_scope:
    case Kind::sso_required:
    case Kind::no_token:
      return put_back(work, outcome, {Next::end, status_without_token(outcome.kind)});
    case Kind::rate_limited:
    case Kind::not_sent:
      if (verdict == Brake::Verdict::go_on) return put_back(work, outcome, {});
      return put_back(work, outcome, {Next::end, ExitStatus::some_failed});
    case Kind::redirected:
      return hold(work, outcome, store::Hold::redirected, {Next::go_on, ExitStatus::some_failed});
    case Kind::failed:
      return give_up(work, outcome);
    case Kind::not_found:
    case Kind::unknown:
      return settle_by_reading(work, outcome, sent);
  }
  return fail(ErrorCode::internal, "a deletion ended in a way the executor does not know");
}

Result<Executor::Step> Executor::settle_by_reading(const DeletionWork& work, const MutationOutcome& outcome,
                                                   Sent sent) {
  const auto sighting = look_for(reader_, clock_, work.package, work.version, sent);
  const SysTime now = seconds_of(clock_.now());
  if (!sighting) return leave_unsettled(work, sighting.error());
  switch (sighting->where) {
    case Sighting::Where::active:
      if (outcome.kind == Kind::not_found) {
        return hold(work, outcome, store::Hold::admin_missing, {Next::go_on, ExitStatus::token});
      }
      return work.attempts + 1 < kMostAttempts ? put_back(work, outcome, {}) : give_up(work, outcome);
    case Sighting::Where::deleted_by_us: {
      StateMove deleted = move_after(DeletionState::deleted, outcome, now, run_);
      deleted.deleted_at = sighting->deleted_at;
      if (auto moved = ledger_.move(work.id, deleted); !moved) return fail(moved.error());
      events_.on(VersionDeleted{ref_of(work.package), work.version});
      return Step{};
    }
    case Sighting::Where::deleted_by_others:
    case Sighting::Where::absent: {
      auto moved = ledger_.move(work.id, move_after(DeletionState::gone, outcome, now, run_));
      if (!moved) return fail(moved.error());
      return Step{};
    }
  }
  return fail(ErrorCode::internal, "a version was seen in a place the executor does not know");
}

Result<Executor::Step> Executor::leave_unsettled(const DeletionWork& work, const Error& error) {
  const std::string why = "no answer to the deletion of version " + std::to_string(work.version.value) +
                          ", and reading it failed: " + error.message;
  auto held = ledger_.hold(work.package, store::Hold::unsettled, why, seconds_of(clock_.now()), run_);
  if (!held) return fail(held.error());
  events_.on(MutationFailed{ref_of(work.package), work.version, why});
  if (ends_everything(error.code)) {
    if (auto told = tell_end(error.message); !told) return fail(told.error());
    return Step{Next::end, status_of(error.code)};
  }
  return Step{Next::go_on, status_of_unsettled(error.code)};
}

Result<Executor::Step> Executor::put_back(const DeletionWork& work, const MutationOutcome& outcome, Step step) {
  StateMove move = move_after(DeletionState::queued, outcome, seconds_of(clock_.now()), run_);
  move.not_before = outcome.kind == Kind::rate_limited ? std::nullopt : outcome.retry_at;
  if (auto moved = ledger_.move(work.id, move); !moved) return fail(moved.error());
  if (step.status != ExitStatus::done) events_.on(MutationFailed{ref_of(work.package), work.version, outcome.message});
  if (step.next == Next::end) {
    if (auto told = tell_end(outcome.message); !told) return fail(told.error());
  }
  return step;
}

Result<Executor::Step> Executor::give_up(const DeletionWork& work, const MutationOutcome& outcome) {
  auto moved = ledger_.move(work.id, move_after(DeletionState::failed, outcome, seconds_of(clock_.now()), run_));
  if (!moved) return fail(moved.error());
  events_.on(MutationFailed{ref_of(work.package), work.version, outcome.message});
  return Step{Next::go_on, ExitStatus::some_failed};
}

Result<Executor::Step> Executor::refuse(const DeletionWork& work, const MutationOutcome& outcome) {
  const SysTime now = seconds_of(clock_.now());
  StateMove move = move_after(DeletionState::refused, outcome, now, run_);
  move.refusal = RememberedRefusal{outcome.refusal.value_or(Refusal::last_version), now + kRefusalMemory};
  if (auto moved = ledger_.move(work.id, move); !moved) return fail(moved.error());
  return Step{};
}

Result<Executor::Step> Executor::hold(const DeletionWork& work, const MutationOutcome& outcome, store::Hold hold,
                                      Step step) {
  StateMove move = move_after(DeletionState::queued, outcome, seconds_of(clock_.now()), run_);
  move.hold = hold;
  move.note = words_of(hold) + " (" + outcome.message + ")";
  if (auto moved = ledger_.move(work.id, move); !moved) return fail(moved.error());
  events_.on(MutationFailed{ref_of(work.package), work.version, move.note});
  return step;
}

}  // namespace retention::engine
