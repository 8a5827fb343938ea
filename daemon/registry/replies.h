#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "daemon/ports/secret.h"
#include "policy/base/error.h"

namespace retention::registry {

// The first entry of `{"errors":[{code, message}]}` (OCI distribution specification, error codes), as it stands there:
// printable() and whatever hides secrets are still to come. Both empty if the body is no such JSON.
struct ErrorReply {
  std::string code;
  std::string message;
};

[[nodiscard]] ErrorReply parse_error_reply(std::string_view body);

// A token that was given out for one repository.
struct GrantedToken {
  Secret token;
  std::chrono::seconds lifetime{60};  // never below, as the specification of the exchange has it
};

// The reply to a token exchange: `token` or `access_token`, and `expires_in`. ErrorCode::bad_reply, without any of the
// body, if there is no token that a header can carry.
[[nodiscard]] Result<GrantedToken> parse_grant(std::string_view body);

}  // namespace retention::registry
