#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/server/health_board.h"
#include "daemon/server/listen_address.h"
#include "policy/base/time.h"

namespace retention::server {

// What a client asks. `target` is the request target as sent, query included.
struct Question {
  std::string_view method;
  std::string_view target;
  std::optional<std::string_view> host;  // the Host header
};

struct Reply {
  int status{0};
  std::string content_type;
  std::string body;
  std::string allow;  // the Allow header; empty: none
};

// A loop that has not turned for longer counts as dead.
inline constexpr std::chrono::minutes kAlive{2};

// The whole behaviour of the server: GET and HEAD of /healthz and /readyz, and why anything else is refused.
[[nodiscard]] Reply answer(const Question& question, const ListenAddress& address, const HealthState& state,
                           SysTime now);

// An error body as RFC 9457 describes it, for a request that was refused before it reached answer().
[[nodiscard]] Reply refusal(int status);

}  // namespace retention::server
