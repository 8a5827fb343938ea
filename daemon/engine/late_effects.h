#pragma once

#include <string>

#include "daemon/ports/clock.h"
#include "daemon/ports/version_reader.h"
#include "policy/base/error.h"
#include "policy/model/package.h"
#include "store/ledger.h"

namespace retention::engine {

// What a read says of a call that had no clear answer and no effect at first, once its version is gone.
struct LateEffect {
  enum class Kind : std::uint8_t {
    ours,       // it took effect late, and the deletion is `deleted`
    none,       // others deleted it; nothing is moved
    withdrawn,  // a person dropped the deletion meanwhile; nothing is moved
    unread
  };
  Kind kind{Kind::none};
  Error why{};  // with unread: the deletion is `deleting` and its package on hold, until a read settles it
};

// Settles by reading a deletion that was sent before, waits again, and whose version a complete look did not find. Only
// what ends everything is an error.
Result<LateEffect> settle_late_effect(store::Ledger& ledger, VersionReader& reader, const Clock& clock,
                                      const store::DeletionWork& work, RunId run);

// The same of every such deletion of a package, before a new plan takes the place of theirs. Not complete if something
// could not be read.
Result<Completeness> settle_late_effects(store::Ledger& ledger, VersionReader& reader, const Clock& clock,
                                         const Inventory& inventory, RunId run);

}  // namespace retention::engine
