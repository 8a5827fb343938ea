#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "daemon/http/message.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/mutation.h"
#include "daemon/ports/rate_state.h"

namespace retention::http {

struct GateOptions {
  std::chrono::milliseconds mutation_gap{1000};  // least time between the starts of two mutations; 0: none
  std::chrono::seconds max_wait{3900};           // a longer wait is refused instead; an hourly limit fits in
  std::chrono::seconds secondary_wait{60};       // after a secondary limit without a time; doubles each time in a row
  std::chrono::seconds secondary_cap{900};
};

// The rate budget of one account. It hears every reply and says when the next call may go, by the rules of GitHub's
// REST documentation: Retry-After, else the reset time once nothing remains, else a doubling wait for secondary limits.
// As the Permit of mutations it also keeps their distance. Headers may be missing. Used from one thread.
class Gate final : public Permit {
 public:
  // The clock and the sink outlive the gate.
  Gate(GateOptions options, const Clock& clock, EventSink& events);

  // Takes over what an earlier process noted, before the first call. Of times that only a clock that was wrong explains
  // nothing is taken: over two hours ahead, or noted later than now.
  void recall(const RateState& noted);

  // Who is told what to note whenever a wait begins or becomes longer.
  void on_wait(std::function<void(const RateState&)> listener) { on_wait_ = std::move(listener); }

  // What the next process should know; nothing if it may begin at once.
  [[nodiscard]] std::optional<RateState> to_note() const;

  // Learns from a reply. If the call was turned away by a limit: when to ask again.
  std::optional<Instant> observe(const Response& response);

  // Waits until a read may go.
  Answer await_read(std::stop_token stop);

  // Waits until a mutation may go, and counts it as started.
  Answer await(std::stop_token stop) override;

  [[nodiscard]] std::chrono::seconds max_wait() const { return options_.max_wait; }

  // When the next call may go, in the past if now.
  [[nodiscard]] Instant next_read() const { return std::max(penalty_.until, spent_.until); }
  [[nodiscard]] Instant next_mutation() const;

 private:
  struct Closing {
    Instant until{};
    std::string why{};
  };

  Answer wait_until(Instant until, const std::string& why, std::stop_token stop);
  // Closes the gate for longer, by one of the two below.
  void close(Closing& closing, Instant until, std::string why);
  void note_budget(const Response& response);
  [[nodiscard]] RateState state() const;
  [[nodiscard]] const std::string& why_closed() const;
  [[nodiscard]] Instant reset_time(const Response& response) const;

  GateOptions options_;
  const Clock& clock_;
  EventSink& events_;
  Closing penalty_;  // GitHub asked to wait
  Closing spent_;    // the hourly budget is used up
  RateState budget_;
  std::optional<Instant> next_spaced_;  // when the next mutation may go, by the last one
  std::function<void(const RateState&)> on_wait_;
  int secondary_in_a_row_{0};
};

// The wait a Retry-After header asks for, in seconds or as a date; never negative and never over a day.
[[nodiscard]] std::optional<std::chrono::seconds> retry_after(const Response& response, Instant now);

}  // namespace retention::http
