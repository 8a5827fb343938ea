#include "daemon/engine/viewer.h"

#include <utility>

#include "daemon/engine/confirmation.h"
#include "daemon/engine/holds.h"

namespace retention::engine {

Result<View> Viewer::look(const Package& package, Counting counting) {
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
  view.memory.drift = {change->created_changed};
  auto confirmed = confirm_gone(reader_, package, std::move(change->missing));
  if (!confirmed) return fail(confirmed.error());
  view.inventory.completeness = *std::move(confirmed);
  return view;
}

}  // namespace retention::engine
