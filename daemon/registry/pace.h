#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "daemon/ports/clock.h"
#include "policy/base/error.h"

namespace retention::registry {

struct PaceOptions {
  std::size_t first{8};                        // requests in flight at the beginning
  std::size_t most{32};                        // and at the most
  int attempts{4};                             // for one manifest, where the network or the server fails
  int windows{6};                              // with trouble in a row, before nothing more is asked
  std::chrono::milliseconds first_wait{1000};  // after trouble; doubles with each such window in a row
  std::chrono::milliseconds longest_wait{30000};
  std::chrono::seconds max_wait{900};  // what a registry may ask for; nobody waits for longer
};

// How many requests to the registry may be in flight, and when the next one may go. Its budget has nothing to do with
// that of the REST API. Grows by one for each window, that is as many answers as may be in flight, without trouble;
// halves once for each window with trouble, and waits. An answer of any kind ends a row of trouble. Not thread-safe.
class Pace {
 public:
  explicit Pace(PaceOptions options) : options_(options), limit_(options.first) {}

  // The window that a request starts in.
  using Window = std::int64_t;
  [[nodiscard]] Window window() const { return window_; }

  // A request of that window had an answer.
  void answered(Window window);

  // A request of that window came to nothing that says anything: a limit, a server error, no connection. `asked` is the
  // wait that the registry wants.
  void troubled(Window window, const Error& why, std::optional<std::chrono::seconds> asked, Instant now);

  [[nodiscard]] std::size_t limit() const { return limit_; }
  [[nodiscard]] Instant paused_until() const { return paused_until_; }
  [[nodiscard]] int attempts() const { return options_.attempts; }

  // Too much trouble in a row, or a wait that is too long: why nobody should wait any more. One request more may tell
  // whether it is over, once the pause is.
  [[nodiscard]] const std::optional<Error>& given_up() const { return given_up_; }

 private:
  [[nodiscard]] std::chrono::milliseconds backoff() const;

  PaceOptions options_;
  std::size_t limit_;
  std::size_t answers_{0};  // of this window
  Window window_{0};
  int troubled_in_a_row_{0};
  Instant paused_until_{};
  std::optional<Error> given_up_;
};

}  // namespace retention::registry
