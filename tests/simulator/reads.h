#pragma once

#include "tests/simulator/call.h"
#include "tests/simulator/limits.h"

namespace retention::simulator {

// Answers the operations that change nothing. The caller has been admitted and its scopes suffice.
[[nodiscard]] http::Reply answer_read(const Call& call, const Limits::Budget& budget);

}  // namespace retention::simulator
