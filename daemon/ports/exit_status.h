#pragma once

#include <array>

#include "policy/base/error.h"

namespace retention {

// How the program, or one run of it, ended. The numbers are fixed: scripts rely on them.
enum class ExitStatus : int {
  done = 0,
  unexpected = 1,
  usage = 2,
  some_failed = 3,
  blocked = 4,
  ledger = 5,
  token = 6,
  incomplete = 7,
  interrupted = 130,
  terminated = 143
};

// Of several statuses the one that is reported: the first of 130 143 2 5 6 1 3 7 4, else 0.
[[nodiscard]] constexpr ExitStatus graver(ExitStatus a, ExitStatus b) {
  constexpr std::array kGravestFirst{ExitStatus::interrupted, ExitStatus::terminated, ExitStatus::usage,
                                     ExitStatus::ledger,      ExitStatus::token,      ExitStatus::unexpected,
                                     ExitStatus::some_failed, ExitStatus::incomplete, ExitStatus::blocked};
  for (const ExitStatus status : kGravestFirst) {
    if (a == status || b == status) return status;
  }
  return ExitStatus::done;
}

// The status of a program that ends because of an error of this kind.
[[nodiscard]] constexpr ExitStatus status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::paused:
    case ErrorCode::withdrawn:
      return ExitStatus::done;
    case ErrorCode::usage:
    case ErrorCode::configuration:
      return ExitStatus::usage;
    case ErrorCode::ledger:
    case ErrorCode::broken_chain:
      return ExitStatus::ledger;
    case ErrorCode::unauthorized:
    case ErrorCode::missing_scope:
    case ErrorCode::sso_required:
      return ExitStatus::token;
    case ErrorCode::forbidden:
    case ErrorCode::not_found:
    case ErrorCode::rate_limited:
    case ErrorCode::redirected:
    case ErrorCode::unreachable:
    case ErrorCode::timed_out:
    case ErrorCode::bad_reply:
    case ErrorCode::server_error:
      return ExitStatus::incomplete;
    case ErrorCode::interrupted:
      return ExitStatus::interrupted;
    case ErrorCode::busy:
    case ErrorCode::internal:
      return ExitStatus::unexpected;
  }
  return ExitStatus::unexpected;
}

}  // namespace retention
