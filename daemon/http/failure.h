#pragma once

#include "daemon/http/transport.h"
#include "policy/base/error.h"

namespace retention::http {

// The error that a failed exchange is told as.
[[nodiscard]] ErrorCode code_of(TransportFailure::Kind kind);

// Whether the same request may fare better later. A certificate that is not accepted, or a body over the limit, is the
// same the next time.
[[nodiscard]] bool may_pass(TransportFailure::Kind kind);

}  // namespace retention::http
