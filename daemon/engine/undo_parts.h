#pragma once

#include <span>
#include <vector>

#include "daemon/engine/holdings.h"
#include "daemon/engine/restore_links.h"
#include "policy/base/error.h"
#include "store/ledger.h"
#include "store/manifest_cache.h"

namespace retention::engine {

// Deletions in the order in which they are undone, and what they need of each other.
struct OrderedUndo {
  std::vector<store::DeletionWork> work;
  RestoreLinks links;
  std::vector<store::RunWarning> warnings;
};

// Puts deletions, which are grouped by package, in order. What an index lists comes back with it, as far as we deleted
// it and it can still be restored, even if nobody selected it: otherwise its tag would resolve to half an image. That
// is a warning.
Result<OrderedUndo> order_undo(store::Ledger& ledger, store::ManifestCache& cache,
                               std::vector<store::DeletionWork> work, SysTime now);

// What the items list and nobody can restore here: a listing that an index was deleted by held it, it is no deletion of
// this undo, and GitHub lists it no more, or nobody knows what became of its deletion: `in_flight`. What an index had
// lost before it was deleted is none of it. The items are in order.
Result<std::vector<LostPart>> lost_parts(store::Ledger& ledger, HoldingsReader& holdings,
                                         std::span<const UndoItem> items, const RestoreLinks& links, SysTime now);

// Gives a blocker to what needs something that does not come back, because that has a blocker itself or is lost. The
// items are in order.
void tell_losses(std::span<UndoItem> items, const RestoreLinks& links, std::span<const LostPart> lost);

}  // namespace retention::engine
