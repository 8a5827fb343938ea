#include "daemon/engine/reconciler.h"

#include <string>

#include "daemon/engine/failures.h"
#include "daemon/engine/package_reconciler.h"
#include "daemon/engine/sighting.h"
#include "daemon/engine/tag_difference.h"

namespace retention::engine {
namespace {

using store::DeletionState;
using store::DeletionWork;
using store::StateMove;

StateMove settled_as(DeletionState to, const Sighting& sighting, SysTime at) {
  StateMove move;
  move.to = to;
  move.at = at;
  move.deleted_at = sighting.deleted_at;
  move.note = "settled by reading after the process that sent it had ended";
  return move;
}

}  // namespace

Result<void> Reconciler::settle_deletion(const DeletionWork& work) {
  const auto sighting = look_for(reader_, clock_, work.package, work.version, sent_of(work));
  if (!sighting) return fail(sighting.error());
  const SysTime now = seconds_of(clock_.now());
  switch (sighting->where) {
    case Sighting::Where::active:
      return ledger_.move(work.id, settled_as(DeletionState::queued, *sighting, now));
    case Sighting::Where::deleted_by_us:
      return ledger_.move(work.id, settled_as(DeletionState::deleted, *sighting, now));
    case Sighting::Where::deleted_by_others:
    case Sighting::Where::absent:
      return ledger_.move(work.id, settled_as(DeletionState::gone, *sighting, now));
  }
  return {};
}

Result<void> Reconciler::settle_restore(const DeletionWork& work, Settled& settled) {
  const auto sighting = look_for(reader_, clock_, work.package, work.version, std::nullopt);
  if (!sighting) return fail(sighting.error());
  const SysTime now = seconds_of(clock_.now());
  switch (sighting->where) {
    case Sighting::Where::active: {
      StateMove restored = settled_as(DeletionState::restored, *sighting, now);
      const std::string difference = tag_difference(work, *sighting->version);
      if (!difference.empty()) {
        restored.note += "; it " + difference;
        settled.differing.push_back({"tags-differ", difference, place_of(work)});
      }
      return ledger_.move(work.id, restored);
    }
    case Sighting::Where::deleted_by_us:
    case Sighting::Where::deleted_by_others:
      return ledger_.move(work.id, settled_as(DeletionState::deleted, *sighting, now));
    case Sighting::Where::absent:
      return ledger_.move(work.id, settled_as(DeletionState::restore_failed, *sighting, now));
  }
  return {};
}

Result<void> Reconciler::settle_row(const DeletionWork& work, Settled& settled) {
  ++settled.rows;
  auto done = work.state == DeletionState::restoring ? settle_restore(work, settled) : settle_deletion(work);
  if (done) return done;
  if (ends_everything(done.error().code)) return done;
  ++settled.unsettled;
  const std::string why = "version " + std::to_string(work.version.value) + " is in state " +
                          std::string(text_of(store::kDeletionStates, work.state)) +
                          " and could not be read: " + done.error().message;
  return ledger_.hold(work.package, store::Hold::unsettled, why, seconds_of(clock_.now()));
}

Result<void> Reconciler::settle_package(const store::PackageWork& work, Settled& settled) {
  ++settled.rows;
  auto done = PackageReconciler(ledger_, lister_, clock_).settle(work);
  if (done) {
    settled.differing.insert(settled.differing.end(), done->begin(), done->end());
    return {};
  }
  if (ends_everything(done.error().code)) return fail(done.error());
  ++settled.unsettled;
  const std::string why = "the package is in state " + std::string(text_of(store::kDeletionStates, work.state)) +
                          " and could not be read: " + done.error().message;
  return ledger_.hold(work.package, store::Hold::unsettled, why, seconds_of(clock_.now()));
}

Result<Reconciler::Settled> Reconciler::settle() {
  const auto packages = ledger_.packages_in_flight();
  if (!packages) return fail(packages.error());
  const auto rows = ledger_.in_flight();
  if (!rows) return fail(rows.error());
  Settled settled;
  for (const store::PackageWork& work : *packages) {
    if (auto done = settle_package(work, settled); !done) return fail(done.error());
  }
  for (const DeletionWork& work : *rows) {
    if (auto done = settle_row(work, settled); !done) return fail(done.error());
  }
  const SysTime now = seconds_of(clock_.now());
  if (auto released = ledger_.release_settled(now); !released) return fail(released.error());
  if (const auto ended = ledger_.end_lost_runs(now); !ended) return fail(ended.error());
  return settled;
}

}  // namespace retention::engine
