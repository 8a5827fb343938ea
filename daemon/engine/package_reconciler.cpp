#include "daemon/engine/package_reconciler.h"

#include <string>

#include "daemon/engine/package_return.h"
#include "daemon/engine/package_sighting.h"

namespace retention::engine {
namespace {

using store::DeletionState;
using store::StateMove;

constexpr std::string_view kSettled = "settled by reading the package after the process that sent it had ended";

}  // namespace

Result<void> PackageReconciler::settle_restore(const store::PackageWork& work, StateMove move) {
  move.to = DeletionState::restored;
  const auto back = returned_with(lister_, ledger_, work, move);
  if (!back) return fail(back.error());
  return ledger_.move_package(work.id, move, back->apart);
}

Result<void> PackageReconciler::settle(const store::PackageWork& work) {
  const auto sighting = look_for(lister_, work.package);
  if (!sighting) return fail(sighting.error());
  const bool here = sighting->where == PackageSighting::Where::here;
  StateMove move;
  move.at = seconds_of(clock_.now());
  move.note = kSettled;
  if (work.state == DeletionState::restoring) {
    if (here) return settle_restore(work, move);
    move.to =
        sighting->where == PackageSighting::Where::replaced ? DeletionState::restore_failed : DeletionState::deleted;
    return ledger_.move_package(work.id, move);
  }
  // Nothing is sent again for it: only a person deletes a package.
  move.to = here ? DeletionState::failed : DeletionState::deleted;
  if (here) move.note = "the package is still there: " + move.note;
  if (!here) move.deleted_at = work.sent_at;
  return ledger_.move_package(work.id, move);
}

}  // namespace retention::engine
