#pragma once

#include "daemon/ports/exit_status.h"
#include "daemon/ports/mutation.h"
#include "policy/base/error.h"

namespace retention::engine {

// Failures after which nothing else would go better: the token, the configuration, the ledger, a stop, a defect. All
// others concern one owner or package, and the rest goes on.
[[nodiscard]] constexpr bool ends_everything(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
    case ErrorCode::configuration:
    case ErrorCode::ledger:
    case ErrorCode::broken_chain:
    case ErrorCode::busy:
    case ErrorCode::paused:
    case ErrorCode::withdrawn:
    case ErrorCode::unauthorized:
    case ErrorCode::missing_scope:
    case ErrorCode::interrupted:
    case ErrorCode::internal:
      return true;
    case ErrorCode::sso_required:
    case ErrorCode::forbidden:
    case ErrorCode::not_found:
    case ErrorCode::rate_limited:
    case ErrorCode::redirected:
    case ErrorCode::unreachable:
    case ErrorCode::timed_out:
    case ErrorCode::bad_reply:
    case ErrorCode::server_error:
      return false;
  }
  return true;
}

// The status of a run in which the read failed that was to settle a call.
[[nodiscard]] constexpr ExitStatus status_of_unsettled(ErrorCode code) {
  const ExitStatus status = status_of(code);
  return status == ExitStatus::token || status == ExitStatus::usage ? status : ExitStatus::some_failed;
}

// The status of a run that ends since a mutation had no token that GitHub accepts, or none at all.
[[nodiscard]] constexpr ExitStatus status_without_token(MutationOutcome::Kind kind) {
  return kind == MutationOutcome::Kind::no_token ? ExitStatus::usage : ExitStatus::token;
}

}  // namespace retention::engine
