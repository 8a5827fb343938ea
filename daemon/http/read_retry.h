#pragma once

#include <chrono>
#include <random>
#include <stop_token>
#include <string_view>
#include <variant>

#include "daemon/http/gate.h"
#include "daemon/http/message.h"
#include "daemon/http/transport.h"
#include "daemon/ports/clock.h"
#include "policy/base/error.h"

namespace retention::http {

struct RetryOptions {
  int attempts{4};                             // exchanges for one read, where the network or the server fails
  int limited_attempts{5};                     // replies in a row that a rate limit turned away, over all reads
  std::chrono::milliseconds first_wait{1000};  // doubles with each attempt, and half of it varies
  std::chrono::milliseconds max_wait{30000};
};

// Reads with patience: a GET is repeated after network faults and 5xx, and waits out rate limits at the gate. Nothing
// else is ever repeated. Once so many replies in a row were turned away, it waits for no limit any more until a reply
// is not, so that many reads under a limit that never ends are not many waits. Used from one thread.
class ReadRetry {
 public:
  // All references outlive this object. `stop` interrupts exchanges and waits.
  ReadRetry(HttpTransport& transport, Gate& gate, const Clock& clock, RetryOptions options, std::stop_token stop);

  // The first reply that is neither a 5xx nor a rate limit, whatever its status. `what` names the read in errors, as in
  // "list versions of acme/container/app": unreachable, timed_out, bad_reply (too large), server_error, rate_limited,
  // interrupted.
  [[nodiscard]] Result<Response> get(const Request& request, std::string_view what);

 private:
  // What one exchange came to, if not to a reply that is handed on or to an error that stays.
  struct TurnedAway {
    Instant until;
  };
  struct Failed {
    Error error;
    std::chrono::seconds asked;  // the pause that the server wants
  };
  using Outcome = std::variant<Response, TurnedAway, Failed>;

  // Turned away too often, and the wait that was asked for last is not over.
  [[nodiscard]] bool is_out_of_patience() const;
  [[nodiscard]] Result<void> await_gate(std::string_view what);
  [[nodiscard]] Result<Outcome> exchange(const Request& request, std::string_view what);
  // Waits for the next attempt; the error when there is to be none.
  [[nodiscard]] Result<void> pause(const Failed& failed, int attempts, std::string_view what);
  [[nodiscard]] std::chrono::milliseconds backoff(int attempt);

  HttpTransport& transport_;
  Gate& gate_;
  const Clock& clock_;
  RetryOptions options_;
  std::stop_token stop_;
  std::minstd_rand random_;
  int turned_away_{0};  // in a row
};

}  // namespace retention::http
