#pragma once

#include <span>
#include <vector>

#include "daemon/engine/holdings.h"
#include "store/records.h"

namespace retention::engine {

// What several of the deletions of one undo cannot all have. Of one name only the first to come back can have it: the
// others get a blocker. The first to come back should have a tag, but that is GitHub's to decide: it is a warning. The
// items are in the order in which they would be restored.
[[nodiscard]] std::vector<store::RunWarning> tell_shared_claims(std::span<UndoItem> items);

}  // namespace retention::engine
