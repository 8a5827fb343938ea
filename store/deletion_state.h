#pragma once

#include <algorithm>
#include <array>
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

struct DeletionMove {
  DeletionState from;
  DeletionState to;

  friend constexpr bool operator==(const DeletionMove&, const DeletionMove&) = default;
};

// Every move there is; store/README.md draws them, and the ledger's own table `deletion_move` holds the same.
inline constexpr auto kDeletionMoves = std::to_array<DeletionMove>({
    {DeletionState::blocked, DeletionState::awaiting},
    {DeletionState::blocked, DeletionState::held},
    {DeletionState::blocked, DeletionState::queued},
    {DeletionState::blocked, DeletionState::stale},
    {DeletionState::blocked, DeletionState::cancelled},
    {DeletionState::awaiting, DeletionState::held},
    {DeletionState::awaiting, DeletionState::queued},
    {DeletionState::awaiting, DeletionState::stale},
    {DeletionState::awaiting, DeletionState::cancelled},
    {DeletionState::held, DeletionState::queued},
    {DeletionState::held, DeletionState::stale},
    {DeletionState::held, DeletionState::cancelled},
    // The limit on a whole cycle is known to be breached only once every package has been planned.
    {DeletionState::held, DeletionState::blocked},
    {DeletionState::queued, DeletionState::blocked},
    {DeletionState::queued, DeletionState::deleting},
    {DeletionState::queued, DeletionState::stale},
    {DeletionState::queued, DeletionState::cancelled},
    {DeletionState::deleting, DeletionState::deleted},
    {DeletionState::deleting, DeletionState::gone},
    {DeletionState::deleting, DeletionState::refused},
    {DeletionState::deleting, DeletionState::failed},
    {DeletionState::deleting, DeletionState::queued},
    {DeletionState::failed, DeletionState::queued},
    {DeletionState::failed, DeletionState::cancelled},
    {DeletionState::deleted, DeletionState::restoring},
    {DeletionState::deleted, DeletionState::expired},
    // Somebody else restored it, or published its name again, and a read has shown that.
    {DeletionState::deleted, DeletionState::restored},
    {DeletionState::deleted, DeletionState::superseded},
    {DeletionState::restoring, DeletionState::restored},
    {DeletionState::restoring, DeletionState::restore_failed},
    {DeletionState::restoring, DeletionState::superseded},
    {DeletionState::restoring, DeletionState::deleted},
    // A restore that failed may be asked for again for as long as the 30 days last.
    {DeletionState::restore_failed, DeletionState::restoring},
    {DeletionState::restore_failed, DeletionState::expired},
    {DeletionState::restore_failed, DeletionState::restored},
    {DeletionState::restore_failed, DeletionState::superseded},
    // Once the newcomer is deleted, the old one can come back.
    {DeletionState::superseded, DeletionState::restoring},
    {DeletionState::superseded, DeletionState::restored},
    {DeletionState::superseded, DeletionState::expired},
});

[[nodiscard]] constexpr bool may_move(DeletionState from, DeletionState to) {
  return std::ranges::find(kDeletionMoves, DeletionMove{from, to}) != kDeletionMoves.end();
}

// Whether a deletion in this state has found its end.
[[nodiscard]] constexpr bool is_final(DeletionState state) {
  switch (state) {
    case DeletionState::gone:
    case DeletionState::refused:
    case DeletionState::stale:
    case DeletionState::cancelled:
    case DeletionState::restored:
    case DeletionState::expired:
      return true;
    case DeletionState::blocked:
    case DeletionState::awaiting:
    case DeletionState::held:
    case DeletionState::queued:
    case DeletionState::deleting:
    case DeletionState::deleted:
    case DeletionState::failed:
    case DeletionState::restoring:
    case DeletionState::restore_failed:
    case DeletionState::superseded:
      return false;
  }
  return false;
}

static_assert(std::ranges::all_of(kDeletionStates,
                                  [](const auto& row) {
                                    return is_final(row.value) ==
                                           std::ranges::none_of(kDeletionMoves,
                                                                [&](const auto& m) { return m.from == row.value; });
                                  }),
              "a state has a way out if and only if it is not final");

}  // namespace retention::store
