#include "daemon/engine/viewer.h"

#include <utility>

#include "daemon/engine/confirmation.h"
#include "daemon/engine/holds.h"
#include "daemon/engine/late_effects.h"
#include "daemon/engine/returns.h"

namespace retention::engine {

Result<View> Viewer::look(const Package& package, Counting counting, const std::stop_token& stop) {
  auto remembered = ledger_.remember(package, seconds_of(clock_.now()));
  if (!remembered) return fail(remembered.error());
  auto inventory = collector_.inventory(package);
  if (!inventory) return fail(inventory.error());
  View view{*std::move(inventory), std::move(remembered->memory)};
  view.memory.counting = counting;
  if (!view.inventory.completeness.complete()) return view;
  if (remembered->hold) {
    view.inventory.completeness = {Incompleteness::on_hold, words_of(*remembered->hold)};
    return view;
  }
  auto change = ledger_.compare(view.inventory);
  if (!change) return fail(change.error());
  view.memory.drift.created_changed += change->created_changed;
  auto confirmed = confirm_gone(reader_, package, std::move(change->missing));
  if (!confirmed) return fail(confirmed.error());
  view.inventory.completeness = *std::move(confirmed);
  if (auto added = manifests_.add_to(view.inventory, view.memory.removed, stop); !added) return fail(added.error());
  return view;
}

Result<void> Viewer::settle_late(View& view, RunId run) {
  auto settled = settle_late_effects(ledger_, reader_, clock_, view.inventory, run);
  if (!settled) return fail(settled.error());
  if (!settled->complete()) view.inventory.completeness = *std::move(settled);
  return {};
}

Result<void> Viewer::tell_returns(const View& view, RunId run) {
  return record_returns(ledger_, reader_, view.inventory, run);
}

}  // namespace retention::engine
