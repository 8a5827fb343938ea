#include "daemon/engine/late_effects.h"

#include <string>

#include "daemon/engine/failures.h"
#include "daemon/engine/moves.h"
#include "daemon/engine/sighting.h"

namespace retention::engine {
namespace {

using store::DeletionState;
using store::StateMove;

// A person who drops a deletion beside us is heard.
Result<LateEffect> moved_late(store::Ledger& ledger, DeletionId id, const StateMove& move, LateEffect effect) {
  auto moved = ledger.settle_late(id, move);
  if (moved) return effect;
  if (moved.error().code == ErrorCode::withdrawn) return LateEffect{LateEffect::Kind::withdrawn};
  return fail(moved.error());
}

}  // namespace

Result<LateEffect> settle_late_effect(store::Ledger& ledger, VersionReader& reader, const Clock& clock,
                                      const store::DeletionWork& work, RunId run) {
  const auto sighting = look_for(reader, clock, work.package, work.version, sent_of(work));
  if (!sighting && ends_everything(sighting.error().code)) return fail(sighting.error());
  const SysTime now = seconds_of(clock.now());
  if (!sighting) {
    StateMove open = move_before(DeletionState::deleting, now, run);
    open.hold = store::Hold::unsettled;
    open.note = "version " + std::to_string(work.version.value) +
                " is not listed any more, and whether an earlier call deleted it could not be read: " +
                sighting.error().message;
    return moved_late(ledger, work.id, open, {LateEffect::Kind::unread, {sighting.error().code, open.note}});
  }
  if (sighting->where != Sighting::Where::deleted_by_us) return LateEffect{};
  StateMove deleted = move_before(DeletionState::deleted, now, run);
  deleted.deleted_at = sighting->deleted_at;
  deleted.note = "an earlier call took effect late";
  return moved_late(ledger, work.id, deleted, {LateEffect::Kind::ours});
}

Result<Completeness> settle_late_effects(store::Ledger& ledger, VersionReader& reader, const Clock& clock,
                                         const Inventory& inventory, RunId run) {
  const auto vanished = ledger.vanished_from(inventory);
  if (!vanished) return fail(vanished.error());
  Completeness completeness;
  for (const store::DeletionWork& work : *vanished) {
    const auto effect = settle_late_effect(ledger, reader, clock, work, run);
    if (!effect) return fail(effect.error());
    if (effect->kind == LateEffect::Kind::unread) completeness = {Incompleteness::on_hold, effect->why.message};
  }
  return completeness;
}

}  // namespace retention::engine
