#include "daemon/engine/undo.h"

#include <algorithm>
#include <string>

#include "daemon/engine/failures.h"
#include "daemon/engine/holds.h"
#include "daemon/engine/moves.h"
#include "daemon/engine/tag_difference.h"

namespace retention::engine {
namespace {

using store::DeletionState;
using store::DeletionWork;
using store::StateMove;

}  // namespace

Result<UndoOutcome> Undoer::restore(const UndoPreview& preview, const UndoRequest& request,
                                    const std::stop_token& stop) {
  const SysTime now = seconds_of(clock_.now());
  auto run = ledger_.begin_run({store::RunKind::undo, store::Binding::binding, request.trigger, request.actor,
                                request.program, now, std::nullopt});
  if (!run) return fail(run.error());
  run_ = *run;
  brake_ = {};
  redirected_.clear();
  ours_ = preview.ours;
  tagged_.clear();
  holdings_.forget();
  for (const store::RunWarning& warning : preview.warnings) {
    if (auto kept = ledger_.warn(run_, warning, now); !kept) return fail(kept.error());
  }
  const auto ready = std::ranges::count_if(preview.items, [](const UndoItem& item) { return !item.blocker; });
  events_.on(CycleStarted{std::string(text_of(store::kRunKinds, store::RunKind::undo)), run_.value});
  events_.on(MutationsPlanned{ready});
  UndoOutcome outcome{.run = run_};
  auto step = restore_packages(preview, request, stop);
  if (!step) return fail(step.error());
  outcome.restored = step->restored;
  outcome.status = step->status;
  if (step->next != Next::end) {
    step = restore_items(preview, request, stop);
    if (!step) return fail(step.error());
    outcome.restored += step->restored;
    outcome.status = graver(outcome.status, step->status);
  }
  outcome.left = static_cast<std::int64_t>(preview.items.size()) - outcome.restored;
  if (step->next == Next::end && outcome.left > 0) {
    const std::string text = "it ended before everything was tried, and " + std::to_string(outcome.left) +
                             " of its versions are not back; the same undo goes on where this one ended";
    auto kept = ledger_.warn(run_, {"ended-early", text, {}}, seconds_of(clock_.now()));
    if (!kept) return fail(kept.error());
  }
  if (outcome.left > 0 || preview.expired > 0) outcome.status = graver(outcome.status, ExitStatus::some_failed);
  auto ended =
      ledger_.finish_run(run_, {seconds_of(clock_.now()), static_cast<int>(outcome.status), requests_.api_requests()});
  if (!ended) return fail(ended.error());
  return outcome;
}

Undoer::Step Undoer::joined(const Step& all, const Step& step) {
  return {step.next == Next::end ? Next::end : all.next, graver(all.status, step.status), all.restored + step.restored};
}

Result<Undoer::Step> Undoer::restore_packages(const UndoPreview& preview, const UndoRequest& request,
                                              const std::stop_token& stop) {
  Step all;
  lost_.clear();
  for (const store::PackageWork& work : preview.packages) {
    auto step = restore_package(work, preview, request, stop);
    if (!step) return step;
    all = joined(all, *step);
    if (all.next == Next::end) break;
  }
  return all;
}

Result<Undoer::Step> Undoer::restore_package(const store::PackageWork& work, const UndoPreview& preview,
                                             const UndoRequest& request, const std::stop_token& stop) {
  if (redirected_.contains(work.package.owner.id)) return lose_to_redirect(work);
  const auto done = packages_.restore(work, run_, request.actor, request.pin_until, stop);
  if (!done) return fail(done.error());
  if (!done->back) lost_.insert(work.package.id);
  for (const UndoItem& item : preview.items) {
    if (done->back && item.work.with_package == work.id) add_tags(ours_, item.work);
  }
  if (done->redirected) redirected_.insert(work.package.owner.id);
  const bool ends = done->next == PackageUndoer::Outcome::Next::end;
  return Step{ends ? Next::end : Next::go_on, done->status, done->restored};
}

Result<Undoer::Step> Undoer::lose_to_redirect(const store::PackageWork& work) {
  lost_.insert(work.package.id);
  const store::RunWarning warning{"not-restored", words_of(store::Hold::redirected), to_string(ref_of(work.package))};
  if (auto kept = ledger_.warn(run_, warning, seconds_of(clock_.now())); !kept) return fail(kept.error());
  return Step{};
}

Result<Undoer::Step> Undoer::restore_items(const UndoPreview& preview, const UndoRequest& request,
                                           const std::stop_token& stop) {
  Step all;
  losses_.emplace(preview.links);
  there_.clear();
  std::optional<std::string> told;  // what stands in the way of a whole package is told once
  for (std::size_t position = 0; position < preview.items.size(); ++position) {
    const UndoItem& item = preview.items[position];
    if (item.work.with_package && item.blocker && item.blocker == told) continue;
    told = item.blocker;
    const bool with_package = std::ranges::any_of(
        preview.packages, [&](const store::PackageWork& work) { return item.work.with_package == work.id; });
    if (with_package && !item.blocker) continue;
    auto step = restore_in_order(preview, position, request, stop);
    if (!step) return step;
    all = joined(all, *step);
    if (all.next == Next::end) break;
  }
  return all;
}

Result<Undoer::Step> Undoer::restore_in_order(const UndoPreview& preview, std::size_t position,
                                              const UndoRequest& request, const std::stop_token& stop) {
  const UndoItem& item = preview.items[position];
  if (item.work.package.type != PackageType::container) return restore_item(item, request, stop);
  const auto lack = losses_->lacking(position);
  auto step =
      lack && !item.blocker ? leave(item.work, *lack + " did not come back") : restore_item(item, request, stop);
  if (!step) return step;
  const std::pair name{item.work.package.id, item.work.name};
  if (step->restored > 0 || step->elsewhere) there_.insert(name);
  if (!there_.contains(name)) losses_->lose(position);
  return step;
}

Result<Undoer::Step> Undoer::leave(const DeletionWork& work, const std::string& why) {
  auto kept = ledger_.warn(run_, {"not-restorable", why, place_of(work)}, seconds_of(clock_.now()));
  if (!kept) return fail(kept.error());
  return Step{};
}

std::optional<std::string> Undoer::why_left(const UndoItem& item) const {
  if (item.blocker) return item.blocker;
  if (lost_.contains(item.work.package.id)) return "its package did not come back";
  if (redirected_.contains(item.work.package.owner.id)) return words_of(store::Hold::redirected);
  return std::nullopt;
}

Result<Undoer::Step> Undoer::restore_item(const UndoItem& item, const UndoRequest& request,
                                          const std::stop_token& stop) {
  if (const auto why = why_left(item)) {
    auto step = leave(item.work, *why);
    if (step) step->elsewhere = item.where == UndoItem::Where::superseded;
    return step;
  }
  without_effect_ = 0;
  const auto look = look_before_call(item.work, item.work.state, stop);
  if (!look) return fail(look.error());
  if (look->end) return *look->end;
  if (auto pinned = pin(item.work, request); !pinned) return fail(pinned.error());
  auto step = bring_back(item.work, look->where);
  while (step && step->next == Next::again) step = try_again(item.work, stop);
  return step;
}

Result<void> Undoer::pin(const DeletionWork& work, const UndoRequest& request) {
  const auto reason = request.pin.reasons.find(work.version);
  return ledger_.pin({work.id, request.pin.source,
                      reason != request.pin.reasons.end() ? reason->second : "restored by undo", request.pin_until,
                      request.actor, seconds_of(clock_.now()), run_});
}

Result<Undoer::Look> Undoer::look_before_call(const DeletionWork& work, DeletionState state,
                                              const std::stop_token& stop) {
  if (const auto denied = await_permit(stop)) return Look{*denied};
  const auto now = holdings_.item_of(work, ours_, seconds_of(clock_.now()));
  if (!now) return Look{Step{Next::end, status_of(now.error().code)}};
  if (now->blocker) {
    const auto met = meet(*now, state);
    if (!met) return fail(met.error());
    return Look{*met};
  }
  listed_since_ = now->listed_since;
  for (const auto& [tag, holder] : now->held) tagged_.try_emplace({work.package.id, tag}, holder);
  return Look{std::nullopt, now->where};
}

Result<Undoer::Step> Undoer::bring_back(const DeletionWork& work, UndoItem::Where where) {
  if (where == UndoItem::Where::active) {
    const auto settled = settle_active(work);
    if (!settled) return fail(settled.error());
    if (*settled) return **settled;
  }
  return call(work);
}

Result<Undoer::Step> Undoer::try_again(const DeletionWork& work, const std::stop_token& stop) {
  const auto look = look_before_call(work, DeletionState::deleted, stop);
  if (!look) return fail(look.error());
  if (look->end) return *look->end;
  return bring_back(work, look->where);
}

Result<Undoer::Step> Undoer::meet(const UndoItem& now, DeletionState state) {
  if (now.where == UndoItem::Where::superseded && state != DeletionState::superseded) {
    StateMove move = move_before(DeletionState::superseded, seconds_of(clock_.now()), run_);
    move.note = *now.blocker;
    if (auto moved = ledger_.move(now.work.id, move); !moved) return fail(moved.error());
  }
  events_.on(MutationFailed{ref_of(now.work.package), now.work.version, *now.blocker});
  auto step = leave(now.work, *now.blocker);
  if (step) step->elsewhere = now.where == UndoItem::Where::superseded;
  return step;
}

std::optional<Undoer::Step> Undoer::await_permit(const std::stop_token& stop) {
  switch (permit_.await(stop).kind) {
    case Permit::Answer::Kind::granted:
      return std::nullopt;
    case Permit::Answer::Kind::stopping:
      return Step{Next::end, ExitStatus::interrupted};
    case Permit::Answer::Kind::rate_limited:
      return Step{Next::end, ExitStatus::some_failed};
  }
  return std::nullopt;
}

Result<std::optional<Undoer::Step>> Undoer::settle_active(const DeletionWork& work) {
  const auto active = reader_.active_version(work.package, work.version);
  if (active && !*active) return std::optional<Step>();
  Result<Step> step = Step{Next::go_on, ExitStatus::some_failed};
  if (active) {
    step = restored(work, {}, **active);
  } else if (ends_everything(active.error().code)) {
    step = Step{Next::end, status_of(active.error().code)};
  } else {
    const std::string why = "whether it is back already could not be read: " + active.error().message;
    events_.on(MutationFailed{ref_of(work.package), work.version, why});
    if (auto kept = leave(work, why); !kept) return fail(kept.error());
  }
  if (!step) return fail(step.error());
  return std::optional(*step);
}

Result<Undoer::Step> Undoer::call(const DeletionWork& work) {
  const StateMove leaving = move_before(DeletionState::restoring, seconds_of(clock_.now()), run_);
  if (auto moved = ledger_.move(work.id, leaving); !moved) return fail(moved.error());
  return settle(work, restorer_.restore_version(work.package, work.version));
}

}  // namespace retention::engine
