#pragma once

#include <string>

#include "daemon/http/message.h"
#include "daemon/ports/clock.h"
#include "daemon/registry/failure.h"
#include "daemon/registry/hidden_words.h"
#include "daemon/registry/replies.h"

namespace retention::registry {

// A reply that is not what was asked for, as people may read it.
struct Refusal {
  int status{0};
  ErrorReply reply{};  // fit for messages
  std::string said{};  // "403 DENIED, permission denied"
};

[[nodiscard]] Refusal refusal_in(const http::Response& response, const HiddenWords& hidden);

// What any refusal may be, whatever was asked for: a limit or a server error, which may pass, or a redirect, which is
// never followed, since the token would go with it. Else what is forbidden or not accepted, by status and words; else
// ErrorCode::bad_reply, which concerns the package.
[[nodiscard]] Failure failure_of(const Refusal& refusal, const http::Response& response, const HiddenWords& hidden,
                                 Instant now);

}  // namespace retention::registry
