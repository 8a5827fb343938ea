#pragma once

#include <optional>

#include "daemon/http/message.h"
#include "daemon/http/transport.h"
#include "daemon/ports/mutation.h"
#include "policy/base/time.h"

namespace retention::github {

// What became of a DELETE or restore, by its reply. `limited_until` is what the gate made of it.
[[nodiscard]] MutationOutcome outcome_of(const http::Response& response, std::optional<SysTime> limited_until);

// The same without a reply: not_sent only where that is certain.
[[nodiscard]] MutationOutcome outcome_of(const http::TransportFailure& failure);

}  // namespace retention::github
