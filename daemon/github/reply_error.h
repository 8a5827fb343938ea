#pragma once

#include <string>
#include <string_view>

#include "daemon/github/scopes.h"
#include "daemon/http/message.h"
#include "policy/base/error.h"

namespace retention::github {

// What a 403 stands for, once rate limits are ruled out. Source: texts and headers GitHub is seen to send.
enum class Forbidden : std::uint8_t { missing_scope, wrong_token_kind, sso_required, other };

[[nodiscard]] Forbidden forbidden_kind(const http::Response& response);

// The error behind a reply to a read that is not 200. `what` is the read in words ("list versions of
// acme/container/app"), `kind` that of the token it was sent with. The message says what to do.
[[nodiscard]] Error error_of_reply(const http::Response& response, TokenKind kind, std::string_view what);

// The address in an `X-GitHub-SSO: required; url=...` header at which the token is authorised; empty if there is none.
[[nodiscard]] std::string sso_url(const http::Response& response);

}  // namespace retention::github
