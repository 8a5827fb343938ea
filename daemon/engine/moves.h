#pragma once

#include "daemon/ports/mutation.h"
#include "policy/base/error.h"
#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "store/records.h"

namespace retention::engine {

// The move of a deletion that a call's outcome leads to, with everything the reply told.
[[nodiscard]] inline store::StateMove move_after(store::DeletionState to, const MutationOutcome& outcome, SysTime at,
                                                 RunId run) {
  store::StateMove move;
  move.to = to;
  move.at = at;
  move.run = run;
  move.http_status = outcome.http_status;
  move.request_id = outcome.request_id;
  move.note = outcome.message;
  return move;
}

// The move that is committed right before a call leaves.
[[nodiscard]] inline store::StateMove move_before(store::DeletionState to, SysTime at, RunId run) {
  store::StateMove move;
  move.to = to;
  move.at = at;
  move.run = run;
  return move;
}

// What a person has dropped meanwhile needs no move any more.
[[nodiscard]] inline Result<void> unless_withdrawn(const Result<void>& moved) {
  return !moved && moved.error().code == ErrorCode::withdrawn ? Result<void>() : moved;
}

}  // namespace retention::engine
