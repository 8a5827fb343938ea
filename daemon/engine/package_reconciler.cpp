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

Result<std::vector<store::RunWarning>> PackageReconciler::settle_restore(const store::PackageWork& work,
                                                                         StateMove move) {
  move.to = DeletionState::restored;
  const auto back = returned_with(lister_, ledger_, work, move);
  if (!back) return fail(back.error());
  if (auto moved = ledger_.move_package(work.id, move, back->apart); !moved) return fail(moved.error());
  return back->warnings;
}

Result<std::vector<store::RunWarning>> PackageReconciler::settle(const store::PackageWork& work) {
  const auto sighting = look_for(lister_, work.package);
  if (!sighting) return fail(sighting.error());
  const bool here = sighting->where == PackageSighting::Where::here;
  StateMove move;
  move.at = seconds_of(clock_.now());
  move.note = kSettled;
  const bool restoring = work.state == DeletionState::restoring;
  if (restoring && here) return settle_restore(work, move);
  if (restoring) {
    move.to =
        sighting->where == PackageSighting::Where::replaced ? DeletionState::restore_failed : DeletionState::deleted;
  } else {
    // Nothing is sent again for it: only a person deletes a package.
    move.to = here ? DeletionState::failed : DeletionState::deleted;
    if (here) move.note = "the package is still there: " + move.note;
    if (!here) move.deleted_at = work.sent_at;
  }
  if (auto moved = ledger_.move_package(work.id, move); !moved) return fail(moved.error());
  return std::vector<store::RunWarning>();
}

}  // namespace retention::engine
