#pragma once

#include <cstdint>

#include "policy/base/enum_table.h"

namespace retention::store {

// The life of one deletion. Everything up to `queued` waits; `deleting` and `restoring` are committed before the call
// leaves, and are the only states in which the outside world may know more than the ledger.
enum class DeletionState : std::uint8_t {
  blocked = 1,     // the plan is over a limit
  awaiting = 2,    // a person has to approve the plan
  held = 3,        // a parent is not gone yet
  queued = 4,      // may be sent
  deleting = 5,    // the call is about to leave, or has left
  deleted = 6,     // GitHub confirmed; can be restored until undo_until
  gone = 7,        // it was no longer there, and not by us
  refused = 8,     // a rule of the platform forbids it
  failed = 9,      // it did not work this time
  stale = 10,      // it changed between decision and call
  cancelled = 11,  // a newer plan of the package took its place
  restoring = 12,  // the restore is about to leave, or has left
  restored = 13,   // it is back
  restore_failed = 14,
  superseded = 15,  // the same name was published again
  expired = 16      // the 30 days are over
};

inline constexpr EnumTable<DeletionState, 16> kDeletionStates{{{DeletionState::blocked, "blocked"},
                                                               {DeletionState::awaiting, "awaiting"},
                                                               {DeletionState::held, "held"},
                                                               {DeletionState::queued, "queued"},
                                                               {DeletionState::deleting, "deleting"},
                                                               {DeletionState::deleted, "deleted"},
                                                               {DeletionState::gone, "gone"},
                                                               {DeletionState::refused, "refused"},
                                                               {DeletionState::failed, "failed"},
                                                               {DeletionState::stale, "stale"},
                                                               {DeletionState::cancelled, "cancelled"},
                                                               {DeletionState::restoring, "restoring"},
                                                               {DeletionState::restored, "restored"},
                                                               {DeletionState::restore_failed, "restore_failed"},
                                                               {DeletionState::superseded, "superseded"},
                                                               {DeletionState::expired, "expired"}}};

}  // namespace retention::store
