#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace retention {

// What kind of failure an Error is. Callers branch on the code; people read the message.
enum class ErrorCode : std::uint8_t {
  usage,          // the command line
  configuration,  // the configuration file or what it names
  ledger,         // the ledger cannot be opened, read or written
  broken_chain,   // the journal of the ledger does not verify
  busy,           // somebody else holds the ledger's lock
  paused,         // people let no deletion start for now
  withdrawn,      // a person has dropped what was to be done
  unauthorized,   // GitHub does not accept the token (401)
  missing_scope,  // the token lacks a scope, or is of a kind that cannot do this
  sso_required,   // the organisation asks for a SAML authorisation of the token
  forbidden,      // 403 for another reason
  not_found,      // 404
  rate_limited,   // a primary or secondary limit, after all waiting that was allowed
  redirected,     // a redirect that must not be followed
  unreachable,    // no connection, or it broke
  timed_out,      // the deadline of the request passed
  bad_reply,      // a reply that is not what the API promises
  server_error,   // 5xx
  interrupted,    // a stop was asked for
  internal        // a defect of ours
};

// The one error value of the program. The message says what was attempted, on what, why it failed and what to do: lower
// case, no final period, never a secret.
struct Error {
  ErrorCode code{ErrorCode::internal};
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

// For `return fail(ErrorCode::ledger, "...")` from a function that returns any Result.
inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

// Passes an error on from one Result type to another.
inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace retention
